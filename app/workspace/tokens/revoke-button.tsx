"use client"

import { ActionForm } from "#components/ui/action-form.tsx"
import { Button } from "#components/ui/button.tsx"
import { DialogButton } from "#components/ui/dialog-button.tsx"
import { revoke } from "./actions.ts"

export function RevokeButton({ id, name, lastUsed }: { id: string; name: string; lastUsed: string | null }) {
  return (
    <DialogButton label="Revoke" about={name} title={`Revoke "${name}"?`}>
      {(close) => (
        <ActionForm
          action={revoke}
          given={{ id }}
          kind="danger"
          submit="Revoke token"
          onDone={close}
          beside={<Button onClick={close}>Cancel</Button>}
        >
          {() => (
            <p>
              Whatever uses it is refused from this moment on, and it cannot be brought back.{" "}
              {lastUsed === null ? "It has never been used." : `It was last used on ${lastUsed}.`}
            </p>
          )}
        </ActionForm>
      )}
    </DialogButton>
  )
}
