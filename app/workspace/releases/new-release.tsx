"use client"

import { ActionForm } from "#components/ui/action-form.tsx"
import { DialogButton } from "#components/ui/dialog-button.tsx"
import { AreaField, TextField } from "#components/ui/field.tsx"
import { plan } from "./actions.ts"

export function NewRelease() {
  return (
    <DialogButton label="New release" kind="main" title="New release" hash="new-release">
      {() => (
        <ActionForm action={plan} submit="Plan this release">
          {(state) => (
            <>
              <TextField label="Name" name="name" required maxLength={200} state={state} hint="As your customers would say it" />
              <AreaField
                label="Summary"
                name="summary"
                rows={3}
                maxLength={2000}
                state={state}
                hint="One or two sentences: why it matters"
              />
            </>
          )}
        </ActionForm>
      )}
    </DialogButton>
  )
}
