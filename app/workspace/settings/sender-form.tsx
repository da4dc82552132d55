"use client"

import { ActionForm } from "#components/ui/action-form.tsx"
import { AreaField, TextField } from "#components/ui/field.tsx"
import type { MailSender } from "#lib/mail/sender.ts"
import { saveSender } from "./actions.ts"

type Props = { sender: MailSender | null; from: string; mayEdit: boolean }

export function SenderForm({ sender, from, mayEdit }: Props) {
  const address = (
    <p className="quiet">
      Mail comes from <span className="mono">{from}</span>. The address is a setting of the machine, <span className="mono">MAIL_FROM</span>
      , since it has to fit what the mail server may send.
    </p>
  )
  if (!mayEdit) {
    return (
      <div className="panel stack">
        <p>
          {sender === null ? "Nobody has said yet who sends: no release is mailed before that." : `Release mails come from ${sender.name}.`}
        </p>
        {address}
      </div>
    )
  }
  return (
    <ActionForm className="panel stack" action={saveSender} submit="Save sender">
      {(state) => (
        <>
          <TextField
            label="Sender"
            name="name"
            id="sender-name"
            defaultValue={sender?.name ?? ""}
            maxLength={100}
            required
            autoComplete="organization"
            state={state}
            hint="As readers know you"
          />
          <AreaField
            label="Postal address"
            name="postalAddress"
            id="postal-address"
            defaultValue={sender?.postalAddress ?? ""}
            rows={3}
            maxLength={500}
            required
            autoComplete="street-address"
            state={state}
            hint="At the foot of every release mail, as the law of many places asks. No release is mailed without it"
          />
          {address}
        </>
      )}
    </ActionForm>
  )
}
