"use client"

import { ActionForm } from "#components/ui/action-form.tsx"
import { SelectField, TextField } from "#components/ui/field.tsx"
import { invite } from "./actions.ts"

export function InviteForm({ roles }: { roles: { role: string }[] }) {
  return (
    <ActionForm className="panel invite" action={invite} submit="Invite">
      {(state) => (
        <>
          <TextField
            label="Mail address"
            name="email"
            type="text"
            inputMode="email"
            autoComplete="off"
            maxLength={254}
            state={state}
            required
          />
          <SelectField label="Role" name="role" defaultValue="author" state={state} hint="It can be changed at any time">
            {roles.map(({ role }) => (
              <option key={role} value={role}>
                {role}
              </option>
            ))}
          </SelectField>
          <TextField
            label="Name"
            name="name"
            maxLength={100}
            autoComplete="off"
            state={state}
            hint="Left empty, it is taken from the address"
          />
        </>
      )}
    </ActionForm>
  )
}
