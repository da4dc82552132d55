"use client"

import { ActionForm } from "#components/ui/action-form.tsx"
import { Button } from "#components/ui/button.tsx"
import { DialogButton } from "#components/ui/dialog-button.tsx"
import { TextField } from "#components/ui/field.tsx"
import { addTopic, renameTopic, retire } from "./actions.ts"

type Topic = { key: string; name: string; description: string }

export function AddTopic() {
  return (
    <div>
      <DialogButton label="Add a topic" title="Add a topic" kind="other">
        {(close) => (
          <ActionForm action={addTopic} submit="Add topic" onDone={close} beside={<Button onClick={close}>Cancel</Button>}>
            {(state) => (
              <>
                <TextField label="Name" name="name" id="topic-name" maxLength={100} required autoComplete="off" state={state} />
                <TextField
                  label="Key"
                  name="key"
                  id="topic-key"
                  maxLength={60}
                  required
                  autoComplete="off"
                  spellCheck={false}
                  state={state}
                  hint="For the API and imports, like api-changes. It stays as it is"
                />
                <TextField label="What it is about" name="description" id="topic-about" maxLength={500} autoComplete="off" state={state} />
              </>
            )}
          </ActionForm>
        )}
      </DialogButton>
    </div>
  )
}

export function RenameButton({ topic: { key, name, description } }: { topic: Topic }) {
  return (
    <DialogButton label="Rename" about={name} title={`Rename "${name}"`}>
      {(close) => (
        <ActionForm action={renameTopic} given={{ key }} submit="Save" onDone={close} beside={<Button onClick={close}>Cancel</Button>}>
          {(state) => (
            <>
              <TextField
                label="Name"
                name="name"
                id={`name-${key}`}
                defaultValue={name}
                maxLength={100}
                required
                autoComplete="off"
                state={state}
              />
              <TextField
                label="What it is about"
                name="description"
                id={`about-${key}`}
                defaultValue={description}
                maxLength={500}
                autoComplete="off"
                state={state}
              />
            </>
          )}
        </ActionForm>
      )}
    </DialogButton>
  )
}

export function RetireButton({ topic: { key, name }, followers }: { topic: Topic; followers: { all: number; only: number } }) {
  return (
    <DialogButton label="Retire" about={name} title={`Retire "${name}"?`}>
      {(close) => (
        <ActionForm
          action={retire}
          given={{ key }}
          kind="danger"
          submit="Retire topic"
          onDone={close}
          beside={<Button onClick={close}>Cancel</Button>}
        >
          {() => <p>{consequence(followers)}</p>}
        </ActionForm>
      )}
    </DialogButton>
  )
}

function consequence({ all, only }: { all: number; only: number }): string {
  if (all === 0) return "Nobody has chosen it. It is no longer offered."
  const chose = `${people(all)} chose it, and nobody else can from now on.`
  if (only === 0) return `${chose} All of them chose other topics too, and hear of those as before.`
  return `${chose} ${people(only)} of them chose nothing else: they get no mail about other topics until they choose some.`
}

function people(count: number): string {
  return count === 1 ? "1 person" : `${count.toLocaleString("en")} people`
}
