"use client"

import { useState } from "react"
import { ActionForm } from "#components/ui/action-form.tsx"
import { DialogButton } from "#components/ui/dialog-button.tsx"
import { SelectField, TextField } from "#components/ui/field.tsx"
import type { FormState } from "#components/ui/form-state.ts"
import { changeFlags } from "./actions.ts"

export type FlagChoice = { id: string; key: string; environment: string }

export function AddFlag({ id, choices }: { id: string; choices: FlagChoice[] }) {
  return (
    <DialogButton label="Add a flag" kind="other" title="Add a flag to this release">
      {(close) =>
        choices.length === 0 ? (
          <p>There is no other flag. Create one, or connect the service that has yours.</p>
        ) : (
          <ActionForm action={changeFlags} submit="Add the flag" given={{ id }} onDone={close}>
            {(state) => <Fields state={state} choices={choices} />}
          </ActionForm>
        )
      }
    </DialogButton>
  )
}

function Fields({ state, choices }: { state: FormState; choices: FlagChoice[] }) {
  return (
    <>
      <SelectField label="Flag" name="flag" state={state}>
        {choices.map((choice) => (
          <option key={choice.id} value={choice.id}>
            {choice.key} in {choice.environment}
          </option>
        ))}
      </SelectField>
      <Aim enabled={true} rollout={100} />
    </>
  )
}

type Aimed = { enabled: boolean; rollout: number }

/** Whom the flag serves from the moment on. */
function Aim({ enabled, rollout }: Aimed) {
  const [exposure, setExposure] = useState(exposureOf({ enabled, rollout }))
  return (
    <>
      <SelectField label="At the moment" name="exposure" value={exposure} onChange={(event) => setExposure(event.target.value)}>
        <option value="everyone">On for everyone</option>
        <option value="percentage">On for a percentage</option>
        <option value="off">Off for everyone</option>
      </SelectField>
      {exposure === "percentage" ? (
        <TextField
          label="Percent of everyone"
          name="percent"
          type="number"
          min={1}
          max={100}
          defaultValue={rollout === 100 ? 10 : rollout}
          required
        />
      ) : null}
    </>
  )
}

function exposureOf({ enabled, rollout }: Aimed): string {
  if (!enabled) return "off"
  return rollout === 100 ? "everyone" : "percentage"
}

export function ChangeFlag({ id, flag, target }: { id: string; flag: { id: string; key: string }; target: Aimed }) {
  return (
    <DialogButton label="Change" about={flag.key} title={`Whom ${flag.key} serves from the moment on`}>
      {(close) => (
        <ActionForm action={changeFlags} submit="Change the target" given={{ id, flag: flag.id }} onDone={close}>
          {() => <Aim {...target} />}
        </ActionForm>
      )}
    </DialogButton>
  )
}

export function RemoveFlag({ id, flag }: { id: string; flag: { id: string; key: string } }) {
  return (
    <DialogButton label="Remove" about={flag.key} title={`Leave ${flag.key} out?`}>
      {(close) => (
        <>
          <p>The launch will not move it: it stays as it is.</p>
          <ActionForm action={changeFlags} submit="Leave it out" given={{ id, remove: flag.id }} onDone={close} />
        </>
      )}
    </DialogButton>
  )
}
