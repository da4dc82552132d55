"use client"

import { ActionForm } from "#components/ui/action-form.tsx"
import { Button } from "#components/ui/button.tsx"
import { DialogButton } from "#components/ui/dialog-button.tsx"
import { redeliver } from "./actions.ts"

export function RedeliverButton({ id, event }: { id: string; event: string }) {
  return (
    <DialogButton label="Redeliver" about={event} title={`Process ${event} again?`}>
      {(close) => (
        <>
          <p>It is read as if it arrived once more, by the settings as they are now. What it brought already is not brought twice.</p>
          <ActionForm
            action={redeliver}
            submit="Process it again"
            given={{ id }}
            onDone={close}
            beside={<Button onClick={close}>Leave it</Button>}
          />
        </>
      )}
    </DialogButton>
  )
}
