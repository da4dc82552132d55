"use client"

import { ActionForm } from "#components/ui/action-form.tsx"
import { DialogButton } from "#components/ui/dialog-button.tsx"
import { SelectField, TextField } from "#components/ui/field.tsx"
import { addDocument, approve, writeDrafts } from "./actions.ts"

type Kind = { kind: string; name: string; about: string }

export function AddDocument({ id, kinds }: { id: string; kinds: Kind[] }) {
  return (
    <DialogButton label="Add a document" kind="other" title="Add a document">
      {() => (
        <ActionForm action={addDocument} submit="Start writing" given={{ id }}>
          {(state) => (
            <>
              <SelectField label="Kind" name="kind" state={state}>
                {kinds.map(({ kind, name, about }) => (
                  <option key={kind} value={kind}>
                    {name}: {about}
                  </option>
                ))}
              </SelectField>
              <TextField label="Title" name="title" required maxLength={200} state={state} />
            </>
          )}
        </ActionForm>
      )}
    </DialogButton>
  )
}

export function WriteDrafts({ id }: { id: string }) {
  return <ActionForm action={writeDrafts} submit="Write first drafts from the changes" kind="plain" className="drafts" given={{ id }} />
}

export function ApproveButton({ id, release, hash, title }: { id: string; release: string; hash: string; title: string }) {
  return (
    <DialogButton label="Approve" about={title} kind="other" title={`Approve “${title}”?`}>
      {(close) => (
        <>
          <p>
            You approve exactly these words, <code>{hash.slice(0, 12)}</code>. Whoever changes one of them has to ask again.
          </p>
          <ActionForm action={approve} submit="Approve these words" given={{ id, release, hash }} onDone={close} />
        </>
      )}
    </DialogButton>
  )
}
