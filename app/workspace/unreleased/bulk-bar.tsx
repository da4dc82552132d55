"use client"

import { startTransition, useActionState } from "react"
import { counted } from "#components/release/count.ts"
import { ActionForm } from "#components/ui/action-form.tsx"
import { Button } from "#components/ui/button.tsx"
import { DialogButton } from "#components/ui/dialog-button.tsx"
import { SelectField, TextField } from "#components/ui/field.tsx"
import { complaintAt, type FormState, NEW_FORM } from "#components/ui/form-state.ts"
import { addToRelease, mark, startRelease } from "./actions.ts"
import type { ChangeLine } from "./change-line.ts"

type Props = {
  chosen: ChangeLine[]
  may: { plan: boolean; edit: boolean }
  plans: { id: string; name: string }[]
  onLeave: () => void
}

/** What can be done with what is chosen, and what has just been done with it. */
export function BulkBar({ chosen, may, plans, onLeave }: Props) {
  const [marked, sendMark, isMarking] = useActionState(mark, NEW_FORM)
  const changes = counted(chosen.length, "change", "changes")
  const send = (ids: readonly string[], audience: ChangeLine["audience"]) => startTransition(() => sendMark(formOf(ids, audience)))
  const audience = chosen.every((change) => change.audience === "internal") ? "customer" : "internal"
  if (chosen.length === 0) return <Said state={marked} isBusy={isMarking} onUndo={send} />
  return (
    <section className="bulk-bar" aria-label="With what is chosen">
      <p aria-live="polite">{changes} chosen</p>
      {may.plan ? <Start chosen={chosen} label={`Start a release from ${changes}`} /> : null}
      {may.plan && plans.length > 0 ? <Add chosen={chosen} plans={plans} changes={changes} /> : null}
      {may.edit ? (
        <Button
          disabled={isMarking}
          onClick={() =>
            send(
              chosen.map(({ id }) => id),
              audience,
            )
          }
        >
          {audience === "internal" ? "Mark internal" : "Mark for customers"}
        </Button>
      ) : null}
      {marked.is === "refused" ? (
        <p className="wrong" role="alert">
          {marked.message}
        </p>
      ) : null}
      <Button kind="plain" onClick={onLeave}>
        Choose none
      </Button>
    </section>
  )
}

type Undo = (ids: readonly string[], audience: ChangeLine["audience"]) => void

function Said({ state, isBusy, onUndo }: { state: FormState; isBusy: boolean; onUndo: Undo }) {
  if (state.is !== "done") return <div role="status" />
  const [before, ...ids] = (state.told ?? "").split(" ")
  return (
    <div className="bulk-bar" role="status">
      <p>{state.message}</p>
      {ids.length === 0 ? null : (
        <Button disabled={isBusy} onClick={() => onUndo(ids, before === "customer" ? "customer" : "internal")}>
          Undo
        </Button>
      )}
    </div>
  )
}

function Start({ chosen, label }: { chosen: ChangeLine[]; label: string }) {
  return (
    <DialogButton label={label} kind="main" title={label}>
      {() => (
        <ActionForm action={startRelease} submit="Start the release">
          {(state) => (
            <>
              <Chosen chosen={chosen} state={state} />
              <TextField
                label="Name"
                name="name"
                id="release-name"
                required
                maxLength={200}
                state={state}
                hint="As your customers would say it"
                autoFocus
              />
            </>
          )}
        </ActionForm>
      )}
    </DialogButton>
  )
}

function Add({ chosen, plans, changes }: { chosen: ChangeLine[]; plans: Props["plans"]; changes: string }) {
  return (
    <DialogButton label="Add to release…" kind="other" title={`Add ${changes} to a release`}>
      {() => (
        <ActionForm action={addToRelease} submit={`Add ${changes}`}>
          {(state) => (
            <>
              <Chosen chosen={chosen} state={state} />
              <SelectField label="Release" name="release" id="to-release" required state={state}>
                {plans.map(({ id, name }) => (
                  <option key={id} value={id}>
                    {name}
                  </option>
                ))}
              </SelectField>
            </>
          )}
        </ActionForm>
      )}
    </DialogButton>
  )
}

/** The titles, so that nobody releases by number; and which of them cannot be taken, where one was refused. */
function Chosen({ chosen, state }: { chosen: ChangeLine[]; state: FormState }) {
  return (
    <ul className="chosen">
      {chosen.map(({ id, title }, place) => (
        <li key={id}>
          <input type="hidden" name="change" value={id} />
          {title}
          <Wrong text={complaintAt(state, `changes.${place}`)} />
        </li>
      ))}
    </ul>
  )
}

function Wrong({ text }: { text: string | null }) {
  return text === null ? null : (
    <span className="wrong" role="alert">
      {text}
    </span>
  )
}

function formOf(ids: readonly string[], audience: ChangeLine["audience"]): FormData {
  const form = new FormData()
  for (const id of ids) form.append("change", id)
  form.append("audience", audience)
  return form
}
