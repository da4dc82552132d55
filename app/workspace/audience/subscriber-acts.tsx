"use client"

import { ActionForm } from "#components/ui/action-form.tsx"
import { Button } from "#components/ui/button.tsx"
import { DialogButton } from "#components/ui/dialog-button.tsx"
import type { FormAction } from "#components/ui/form-state.ts"
import { erase, lift, suppress, takeOff } from "./actions.ts"

type Who = { id: string; email: string; hasEnded: boolean; isSuppressed: boolean; isLiftable: boolean }

export function SubscriberActs({ who, may, mailed }: { who: Who; may: { write: boolean; erase: boolean }; mailed: number }) {
  const { email } = who
  return (
    <section className="acts">
      <h3>Change</h3>
      <div className="form-foot">
        {may.write && !who.hasEnded ? (
          <Act who={who} label="End subscription" title={`End the subscription of ${email}?`} action={takeOff} submit="End it">
            They get no release mail any more, from the next batch on. Only they themselves can subscribe again; no import brings them back.
          </Act>
        ) : null}
        {may.write && !who.isSuppressed ? (
          <Act who={who} label="Suppress" title={`Suppress ${email}?`} action={suppress} submit="Suppress the address">
            Nothing is mailed to this address, not even when somebody asks to subscribe it. A subscription ends with it. The team can lift
            it again.
          </Act>
        ) : null}
        {may.write && who.isLiftable ? (
          <Act who={who} label="Lift suppression" title={`Mail to ${email} again?`} action={lift} submit="Lift the suppression">
            Mail may go there again. If their subscription ended with the suppression and they had not left themselves, they are subscribed
            again with the consent they gave.
          </Act>
        ) : null}
        {may.erase ? (
          <Act who={who} label="Erase" title={`Erase ${email} for good?`} action={erase} submit={`Erase ${email}`}>
            {`Address, name, traits and consent are deleted. ${mailedInWords(mailed)} A hash of the address stays, so that no list brings them back. This cannot be undone.`}
          </Act>
        ) : null}
      </div>
    </section>
  )
}

function mailedInWords(mailed: number): string {
  if (mailed === 0) return "They were never mailed a release."
  return `${mailed === 1 ? "The 1 mail" : `The ${mailed} mails`} they were sent cannot be called back, and stay counted without their name.`
}

type ActProps = { who: Who; label: string; title: string; action: FormAction; submit: string; children: string }

function Act({ who, label, title, action, submit, children }: ActProps) {
  return (
    <DialogButton label={label} about={who.email} title={title} kind={label === "Erase" ? "danger" : "other"}>
      {(close) => (
        <ActionForm
          action={action}
          given={{ id: who.id }}
          kind="danger"
          submit={submit}
          onDone={close}
          beside={<Button onClick={close}>Cancel</Button>}
        >
          {() => <p>{children}</p>}
        </ActionForm>
      )}
    </DialogButton>
  )
}
