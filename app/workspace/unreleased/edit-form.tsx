"use client"

import { ActionForm } from "#components/ui/action-form.tsx"
import { SelectField, TextField } from "#components/ui/field.tsx"
import type { Change } from "#lib/changes/change.ts"
import { edit } from "./actions.ts"

type Props = { change: Pick<Change, "id" | "title" | "type" | "audience" | "flags"> }

/** What a person knows better than the commit did. */
export function EditForm({ change }: Props) {
  const { id, title, type, audience, flags } = change
  return (
    <section>
      <h3>Edit</h3>
      <ActionForm action={edit} submit="Save the change" given={{ id }}>
        {(state) => (
          <>
            <TextField label="Title" name="title" required maxLength={200} defaultValue={title} state={state} />
            <TextField
              label="Type"
              name="type"
              required
              maxLength={30}
              defaultValue={type}
              state={state}
              hint="A word in lower case, like feat"
            />
            <SelectField key={audience} label="Audience" name="audience" defaultValue={audience} state={state}>
              <option value="customer">Customers</option>
              <option value="internal">Internal</option>
            </SelectField>
            <TextField label="Flags" name="flags" defaultValue={flags.join(" ")} state={state} hint="Keys, with spaces between them" />
          </>
        )}
      </ActionForm>
    </section>
  )
}
