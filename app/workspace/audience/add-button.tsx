"use client"

import { ActionForm } from "#components/ui/action-form.tsx"
import { DialogButton } from "#components/ui/dialog-button.tsx"
import { AreaField, TextField } from "#components/ui/field.tsx"
import { add } from "./actions.ts"

export function AddButton({ topics }: { topics: { key: string; name: string }[] }) {
  return (
    <DialogButton label="Add a subscriber" kind="main" title="Add a subscriber">
      {(close) => (
        <ActionForm action={add} submit="Add them" onDone={close}>
          {(state) => (
            <>
              <TextField label="Address" name="email" type="email" required maxLength={320} state={state} />
              <TextField label="Name" name="name" maxLength={200} state={state} hint="May be left empty" />
              <TextField label="Language" name="locale" maxLength={35} placeholder="en" state={state} hint="A tag like en or pt-BR" />
              {topics.length === 0 ? null : (
                <fieldset className="tick-list">
                  <legend>Topics</legend>
                  {topics.map(({ key, name }) => (
                    <label key={key}>
                      <input type="checkbox" name="topics" value={key} /> {name}
                    </label>
                  ))}
                  <p className="hint">None chosen: everything, topics of later included.</p>
                </fieldset>
              )}
              <AreaField
                label="Traits"
                name="traits"
                rows={2}
                state={state}
                hint="A line each, like plan: pro. Segments can ask for them"
              />
              <fieldset className="tick-list">
                <legend>Consent</legend>
                <label>
                  <input type="radio" name="consent" value="pending" defaultChecked /> Ask them by mail, and mail nothing else before
                </label>
                <label>
                  <input type="radio" name="consent" value="confirmed" /> I hold their consent, and answer for it
                </label>
              </fieldset>
            </>
          )}
        </ActionForm>
      )}
    </DialogButton>
  )
}
