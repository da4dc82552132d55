"use client"

import { counted } from "#components/release/count.ts"
import { ActionForm } from "#components/ui/action-form.tsx"
import { DialogButton } from "#components/ui/dialog-button.tsx"
import { AreaField, TextField } from "#components/ui/field.tsx"
import { pause, planCorrection, recall, resume, retry, stop } from "./actions.ts"

const STOPS = {
  before: {
    label: "Stop the launch",
    title: "Stop before the moment?",
    about: "Every flag is put back as it was. Nothing becomes public, and nobody is mailed.",
  },
  hold: {
    label: "Stop the mail",
    title: "Mail nobody?",
    about: "The release stays public. Nothing of its mail leaves, and this launch sends none later.",
  },
  sending: {
    label: "Stop the rest",
    title: "Stop the rest of the mail?",
    about: "What is still to go will not be sent. What has left cannot come back; the release stays public.",
  },
}

export function StopLaunch({ id, phase }: { id: string; phase: keyof typeof STOPS }) {
  const { label, title, about } = STOPS[phase]
  return (
    <DialogButton label={label} kind="other" title={title}>
      {(close) => (
        <>
          <p>{about}</p>
          <ActionForm action={stop} submit={label} kind="danger" given={{ id }} onDone={close} />
        </>
      )}
    </DialogButton>
  )
}

export function PauseMail({ id }: { id: string }) {
  return <ActionForm action={pause} submit="Pause the mail" kind="plain" className="inline" given={{ id }} />
}

export function ResumeMail({ id, pending }: { id: string; pending: string }) {
  return <ActionForm action={resume} submit={`Send the other ${pending}`} className="inline" given={{ id }} />
}

type Recalled = { release: { id: string; name: string }; mailed: number; consequences: readonly string[] }

export function RecallRelease({ release, mailed, consequences }: Recalled) {
  const people = mailed === 0 ? "nobody was mailed yet" : `${counted(mailed, "was", "were")} already mailed`
  return (
    <DialogButton label="Recall" about={release.name} kind="danger" title={`Recall “${release.name}”: ${people}`}>
      {(close) => (
        <>
          <ul className="does">
            {consequences.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
          <ActionForm action={recall} submit="Recall the release" kind="danger" given={{ release: release.id }} onDone={close}>
            {(state) => (
              <AreaField
                label="Reason"
                name="reason"
                rows={2}
                maxLength={1000}
                required
                state={state}
                hint="For the record, and for your team"
              />
            )}
          </ActionForm>
        </>
      )}
    </DialogButton>
  )
}

export function PlanCorrection({ launch, name, whom }: { launch: string; name: string; whom: string }) {
  return (
    <DialogButton label="Plan a correction" about={name} kind="main" title={`Tell the ${whom} who were mailed`}>
      {() => (
        <>
          <p>
            A correction is a release that is a mail and nothing else. It goes to the {whom} whom “{name}” was mailed, and to nobody else.
            You write it, somebody approves it, and it launches like any other.
          </p>
          <ActionForm action={planCorrection} submit="Plan the correction" given={{ launch }}>
            {(state) => (
              <TextField
                label="Name"
                name="name"
                defaultValue={`Correction: ${name}`.slice(0, 200)}
                required
                maxLength={200}
                state={state}
              />
            )}
          </ActionForm>
        </>
      )}
    </DialogButton>
  )
}

export function Retry({ id, isAboutFlags }: { id: string; isAboutFlags: boolean }) {
  return (
    <div className="row-acts">
      <ActionForm action={retry} submit="Try again" className="inline" given={{ id, flags: "restore" }} />
      {isAboutFlags ? (
        <DialogButton label="Leave it as it is" kind="other" title="Leave the remaining flags as they are?">
          {(close) => (
            <>
              <p>They keep the value they have now, and are listed as left alone. Then the launch ends.</p>
              <ActionForm
                action={retry}
                submit="Leave them as they are"
                kind="danger"
                given={{ id, flags: "leave_alone" }}
                onDone={close}
              />
            </>
          )}
        </DialogButton>
      ) : null}
    </div>
  )
}
