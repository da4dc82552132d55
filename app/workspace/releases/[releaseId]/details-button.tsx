"use client"

import { KIND_WORDS } from "#components/release/document-words.ts"
import { ActionForm } from "#components/ui/action-form.tsx"
import { DialogButton } from "#components/ui/dialog-button.tsx"
import { AreaField, SelectField, TextField } from "#components/ui/field.tsx"
import type { FormState } from "#components/ui/form-state.ts"
import { editDetails } from "./actions.ts"

export type Details = {
  id: string
  name: string
  summary: string
  owner: string
  mail: string
  requires: string[]
  hold: number
  grace: number
  patience: number
}

export function DetailsButton({ details, team }: { details: Details; team: string[] }) {
  return (
    <DialogButton label="Edit" about="details of the release" title="Details of the release">
      {(close) => (
        <ActionForm action={editDetails} submit="Save details" given={{ id: details.id }} onDone={close}>
          {(state) => <Fields state={state} details={details} team={team} />}
        </ActionForm>
      )}
    </DialogButton>
  )
}

function Fields({ state, details: { name, summary, owner, mail, requires, hold, grace, patience }, team }: Asked) {
  return (
    <>
      <TextField label="Name" name="name" defaultValue={name} required maxLength={200} state={state} />
      <AreaField label="Summary" name="summary" defaultValue={summary} rows={3} maxLength={2000} state={state} />
      <TextField label="Owner" name="owner" defaultValue={owner} list="team" autoComplete="off" required maxLength={200} state={state} />
      <datalist id="team">
        {team.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
      <SelectField label="Mail" name="mail" defaultValue={mail} state={state}>
        <option value="send">Mail the subscribers</option>
        <option value="none">Mail nobody</option>
      </SelectField>
      <fieldset className="choices">
        <legend>Not without</legend>
        {ASKED_FOR.map((kind) => (
          <label key={kind}>
            <input type="checkbox" name="requires" value={kind} defaultChecked={requires.includes(kind)} />
            <span>{KIND_WORDS[kind].name}</span>
          </label>
        ))}
      </fieldset>
      {MINUTES.map(({ key, label, hint, min, max }) => (
        <TextField
          key={key}
          label={label}
          name={key}
          type="number"
          min={min}
          max={max}
          step="any"
          defaultValue={{ hold, grace, patience }[key]}
          state={state}
          hint={hint}
        />
      ))}
    </>
  )
}

type Asked = { state: FormState; details: Details; team: string[] }

/** An entry is always asked for, an email whenever people are mailed. */
const ASKED_FOR = ["announcement", "article"] as const

const MINUTES = [
  { key: "hold", label: "Hold", hint: "Minutes between the moment and the first mail", min: 0, max: 10_080 },
  { key: "grace", label: "Grace", hint: "Minutes a scheduled launch may be late", min: 0, max: 10_080 },
  {
    key: "patience",
    label: "Patience",
    hint: "Minutes a launch waits for flag services before it puts everything back",
    min: 0.1,
    max: 60,
  },
] as const
