"use client"

import { ActionForm } from "#components/ui/action-form.tsx"
import { DialogButton } from "#components/ui/dialog-button.tsx"
import { restore } from "./actions.ts"

export function RestoreVersion({ document: { id, hash }, number }: { document: { id: string; hash: string }; number: number }) {
  return (
    <DialogButton label="Restore" about={`version ${number}`} title={`Write version ${number} again?`}>
      {(close) => (
        <>
          <p>
            Its title, text and tags become the newest version, as a draft that somebody has to approve. Nothing is lost: what is there now
            stays in this list. The address stays as it is.
          </p>
          <ActionForm
            action={restore}
            submit={`Restore version ${number}`}
            given={{ id, number: String(number), ifHash: hash }}
            onDone={close}
          />
        </>
      )}
    </DialogButton>
  )
}
