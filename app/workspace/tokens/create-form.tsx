"use client"

import { useState } from "react"
import { ActionForm } from "#components/ui/action-form.tsx"
import { Button } from "#components/ui/button.tsx"
import { CopyButton } from "#components/ui/copy-button.tsx"
import { SelectField, TextField } from "#components/ui/field.tsx"
import { complaintAt } from "#components/ui/form-state.ts"
import { create } from "./actions.ts"

export function CreateForm({ scopes }: { scopes: { scope: string; words: string }[] }) {
  const [token, setToken] = useState<string | null>(null)
  if (token !== null) return <Told token={token} onRead={() => setToken(null)} />
  return (
    <ActionForm
      className="panel stack"
      action={create}
      submit="Create token"
      onDone={(state) => setToken(state.is === "done" ? (state.told ?? null) : null)}
    >
      {(state) => {
        const wrong = complaintAt(state, "scopes")
        return (
          <>
            <TextField
              label="Name"
              name="name"
              maxLength={100}
              autoComplete="off"
              state={state}
              hint="What it is for, like CI of acme/shop"
              required
            />
            <div className="field">
              <fieldset className="choices wide" aria-describedby={wrong === null ? undefined : "scopes-wrong"}>
                <legend>What it may do</legend>
                {scopes.map(({ scope, words }) => (
                  <label key={scope}>
                    <input type="checkbox" name="scopes" value={scope} aria-invalid={wrong === null ? undefined : true} />
                    <code>{scope}</code>
                    <span>{words}</span>
                  </label>
                ))}
              </fieldset>
              {wrong === null ? null : (
                <p className="wrong" id="scopes-wrong">
                  It {wrong}.
                </p>
              )}
            </div>
            <TextField
              label="Environment"
              name="environment"
              maxLength={100}
              autoComplete="off"
              state={state}
              hint="For asking for flags: the one environment it is for. Empty otherwise"
            />
            <SelectField label="Works for" name="days" defaultValue="90" state={state}>
              <option value="30">30 days</option>
              <option value="90">90 days</option>
              <option value="365">a year</option>
              <option value="0">until it is revoked</option>
            </SelectField>
          </>
        )
      }}
    </ActionForm>
  )
}

function Told({ token, onRead }: { token: string; onRead: () => void }) {
  return (
    <div className="panel told" role="status">
      <p>
        <strong>Copy the token now.</strong> It is shown this once and kept nowhere.
      </p>
      <code>{token}</code>
      <div className="form-foot">
        <CopyButton text={token} label="Copy token" />
        <Button kind="plain" onClick={onRead}>
          I have it
        </Button>
      </div>
    </div>
  )
}
