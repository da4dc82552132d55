"use client"

import { ActionForm } from "#components/ui/action-form.tsx"
import { Button } from "#components/ui/button.tsx"
import { DialogButton } from "#components/ui/dialog-button.tsx"
import { launch } from "./actions.ts"

type Props = { id: string; name: string; whom: string; does: readonly string[] }

/** The question before the moment names people and numbers. */
export function LaunchButton({ id, name, whom, does }: Props) {
  return (
    <DialogButton label="Launch" kind="launch" about={name} title={`Launch to ${whom}`}>
      {(close) => (
        <>
          <ul className="does">
            {does.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
          <ActionForm
            action={launch}
            submit="Launch now"
            kind="launch"
            given={{ id }}
            beside={
              <Button kind="plain" onClick={close}>
                Not yet
              </Button>
            }
          />
        </>
      )}
    </DialogButton>
  )
}
