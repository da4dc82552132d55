"use client"

import { ActionForm } from "#components/ui/action-form.tsx"
import { SelectField, TextField } from "#components/ui/field.tsx"
import type { AccessRules } from "#lib/people/person.ts"
import { setRules } from "./actions.ts"

export function RulesForm({ rules, roles }: { rules: AccessRules; roles: { role: string; words: string }[] }) {
  const domains = rules.domains.map(({ domain }) => domain).join(", ")
  return (
    <ActionForm className="panel stack" action={setRules} submit="Save rules">
      {(state) => (
        <>
          <TextField
            label="Domains"
            name="domains"
            defaultValue={domains}
            autoComplete="off"
            state={state}
            hint="Whoever can read mail at one of them may sign in without an invitation. Commas between them; empty means invitations only"
          />
          <SelectField
            label="Role of those who come that way"
            name="domainRole"
            id="domain-role"
            defaultValue={rules.domains[0]?.role ?? "viewer"}
          >
            {roles
              .filter(({ role }) => role !== "owner")
              .map(({ role }) => (
                <option key={role}>{role}</option>
              ))}
          </SelectField>
          <SelectField
            label="Approving words that one wrote oneself"
            name="ownApproval"
            id="own-approval"
            defaultValue={rules.ownApproval}
            state={state}
          >
            <option value="refused">Refused: somebody else has to read them first</option>
            <option value="allowed">Allowed</option>
          </SelectField>
        </>
      )}
    </ActionForm>
  )
}
