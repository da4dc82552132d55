"use client"

import { useState } from "react"
import { ActionForm } from "#components/ui/action-form.tsx"
import { DialogButton } from "#components/ui/dialog-button.tsx"
import { SelectField, TextField } from "#components/ui/field.tsx"
import type { FormState } from "#components/ui/form-state.ts"
import { create } from "./actions.ts"

type Connections = { id: string; name: string }[]

export function NewFlag({ connections }: { connections: Connections }) {
  return (
    <DialogButton label="New flag" kind="main" title="New flag" hash="new-flag">
      {(close) => (
        <ActionForm action={create} submit="Add the flag" onDone={close}>
          {(state) => <Fields state={state} connections={connections} />}
        </ActionForm>
      )}
    </DialogButton>
  )
}

function Fields({ state, connections }: { state: FormState; connections: Connections }) {
  const [connection, setConnection] = useState("builtin")
  return (
    <>
      <SelectField
        label="Where it is"
        name="connection"
        id="new-connection"
        value={connection}
        onChange={(event) => setConnection(event.target.value)}
        state={state}
        hint={
          connection === "builtin"
            ? "It starts off, and visitors cannot tell that it exists."
            : "It has to be there already; nothing changes."
        }
      >
        {connections.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <TextField
        label="Key"
        name="key"
        id="new-key"
        state={state}
        maxLength={100}
        autoComplete="off"
        required
        hint="As the code asks for it, like new-editor"
      />
      <TextField
        label="Environment"
        name="environment"
        id="new-environment"
        state={state}
        maxLength={100}
        defaultValue="production"
        required
      />
      <TextField
        label="Description"
        name="description"
        id="new-description"
        state={state}
        maxLength={1000}
        hint="What it switches, for whoever meets it later"
      />
    </>
  )
}
