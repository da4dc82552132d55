"use client"

import { useState } from "react"
import { ActionForm } from "#components/ui/action-form.tsx"
import { TextField } from "#components/ui/field.tsx"
import type { FormState } from "#components/ui/form-state.ts"
import type { TargetingRule } from "#lib/flags/built-in-flag.ts"
import { change, describe } from "./actions.ts"
import type { Consequence } from "./consequence.ts"
import { draftOf, ruleOf } from "./rule-draft.ts"
import { RulesField } from "./rules-field.tsx"

type EditedFlag = { id: string; key: string; description: string; enabled: boolean; rollout: number; targeting: TargetingRule[] }

/** All that a person can say about a built-in flag, under what follows from saying it. */
export function FlagForm({ flag, consequence }: { flag: EditedFlag; consequence: Consequence }) {
  const { kind, says, submit } = consequence
  const notice = (
    <div className="notice" data-kind={kind === "drift" || kind === "locked" ? "wrong" : undefined}>
      <p>{says}</p>
    </div>
  )
  if (kind === "locked") return notice
  return (
    <>
      {notice}
      <ActionForm action={change} given={{ id: flag.id }} submit={submit} kind={kind === "drift" ? "danger" : "main"}>
        {(state) => <Fields flag={flag} state={state} />}
      </ActionForm>
    </>
  )
}

function Fields({ flag, state }: { flag: EditedFlag; state: FormState }) {
  const [enabled, setEnabled] = useState(flag.enabled)
  const [rules, setRules] = useState(() => flag.targeting.map(draftOf))
  return (
    <>
      <fieldset className="choices switch">
        <legend>The flag is</legend>
        <label>
          <input type="radio" name="enabled" value="off" checked={!enabled} onChange={() => setEnabled(false)} />
          <span>off for everyone</span>
        </label>
        <label>
          <input type="radio" name="enabled" value="on" checked={enabled} onChange={() => setEnabled(true)} />
          <span>on, for whom the rules say</span>
        </label>
      </fieldset>
      <RulesField rules={rules} onChange={setRules} state={state} />
      <TextField
        label={rules.length === 0 ? "Percent of everyone" : "Percent of everybody else"}
        name="rollout"
        id="flag-rollout"
        type="number"
        min={0}
        max={100}
        step={1}
        defaultValue={flag.rollout}
        state={state}
        hint="The same people stay in as it grows"
        required
      />
      <TextField
        label="Description"
        name="description"
        id="flag-description"
        maxLength={1000}
        defaultValue={flag.description}
        state={state}
      />
      <input type="hidden" name="targeting" value={JSON.stringify(rules.map(ruleOf))} />
    </>
  )
}

export function DescriptionForm({ id, description }: { id: string; description: string }) {
  return (
    <ActionForm action={describe} given={{ id }} submit="Save the description">
      {(state) => (
        <TextField label="Description" name="description" id="flag-description" maxLength={1000} defaultValue={description} state={state} />
      )}
    </ActionForm>
  )
}
