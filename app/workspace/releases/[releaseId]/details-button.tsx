"use client"

import { ActionForm } from "#components/ui/action-form.tsx"
import { DialogButton } from "#components/ui/dialog-button.tsx"
import { AreaField, SelectField, TextField } from "#components/ui/field.tsx"
import { editDetails } from "./actions.ts"

export type Details = { id: string; name: string; summary: string; owner: string; mail: string; hold: number; grace: number }

export function DetailsButton({ details }: { details: Details }) {
  const { id, name, summary, owner, mail, hold, grace } = details
  return (
    <DialogButton label="Edit" about="details of the release" title="Details of the release">
      {(close) => (
        <ActionForm action={editDetails} submit="Save details" given={{ id }} onDone={close}>
          {(state) => (
            <>
              <TextField label="Name" name="name" defaultValue={name} required maxLength={200} state={state} />
              <AreaField label="Summary" name="summary" defaultValue={summary} rows={3} maxLength={2000} state={state} />
              <TextField label="Owner" name="owner" defaultValue={owner} required maxLength={200} state={state} />
              <SelectField label="Mail" name="mail" defaultValue={mail} state={state}>
                <option value="send">Mail the subscribers</option>
                <option value="none">Mail nobody</option>
              </SelectField>
              <TextField
                label="Hold"
                name="hold"
                type="number"
                min={0}
                max={10_080}
                step="any"
                defaultValue={hold}
                state={state}
                hint="Minutes between the moment and the first mail"
              />
              <TextField
                label="Grace"
                name="grace"
                type="number"
                min={0}
                max={10_080}
                step="any"
                defaultValue={grace}
                state={state}
                hint="Minutes a scheduled launch may be late"
              />
            </>
          )}
        </ActionForm>
      )}
    </DialogButton>
  )
}
