"use client"

import { startTransition, useActionState, useEffect, useState } from "react"
import { ActionForm } from "#components/ui/action-form.tsx"
import { Button } from "#components/ui/button.tsx"
import { DialogButton } from "#components/ui/dialog-button.tsx"
import { AreaField, TextField } from "#components/ui/field.tsx"
import { complaintAt, NEW_FORM } from "#components/ui/form-state.ts"
import type { SegmentRule } from "#lib/subscribers/segment.ts"
import { create, edit, measure, remove } from "./actions.ts"
import { type Parts, RuleBuilder } from "./rule-builder.tsx"
import { formOf, NEW_ROW, type RuleForm, ruleOf } from "./rule-form.ts"

type Props = { segment: { id: string; name: string; rule: SegmentRule } | null; parts: Parts }

const NEW: RuleForm = { join: "all", rows: [NEW_ROW] }

/** A rule by rows, or as JSON where rows cannot say it. */
export function SegmentForm({ segment, parts }: Props) {
  const [form, setForm] = useState(segment === null ? NEW : formOf(segment.rule))
  const [json, setJson] = useState(JSON.stringify(segment?.rule ?? null, null, 2))
  const rule = form === null ? json : JSON.stringify(ruleOf(form))
  return (
    <div className="segment-form">
      <ActionForm
        action={segment === null ? create : edit}
        submit={segment === null ? "Create the segment" : "Save the segment"}
        given={{ rule, ...(segment === null ? {} : { id: segment.id }) }}
      >
        {(state) => (
          <>
            <TextField label="Name" name="name" required maxLength={200} defaultValue={segment?.name} state={state} />
            {form === null ? (
              <AreaField label="Rule" name="json" rows={12} value={json} onChange={(event) => setJson(event.target.value)} />
            ) : (
              <RuleBuilder form={form} parts={parts} onChange={setForm} />
            )}
            {complaintAt(state, "rule") === null ? null : <p className="wrong">The rule {complaintAt(state, "rule")}.</p>}
            <Matches rule={rule} />
          </>
        )}
      </ActionForm>
      {segment === null ? null : (
        <div className="section">
          <RemoveButton {...segment} />
        </div>
      )}
    </div>
  )
}

/** Nobody types faster than this and wants to see each number. */
const PAUSE_MS = 300

function Matches({ rule }: { rule: string }) {
  const [state, dispatch, isAsking] = useActionState(measure, NEW_FORM)
  useEffect(() => {
    const asking = setTimeout(() => {
      const fields = new FormData()
      fields.set("rule", rule)
      startTransition(() => dispatch(fields))
    }, PAUSE_MS)
    return () => clearTimeout(asking)
  }, [rule, dispatch])
  const waiting = state.is === "new" ? "Counting…" : "Not a whole rule yet."
  return (
    <p className="matches" role="status" aria-busy={isAsking}>
      {state.is === "done" ? state.message : <span className="quiet">{waiting}</span>}
    </p>
  )
}

function RemoveButton({ id, name }: { id: string; name: string }) {
  return (
    <DialogButton label="Remove" about={name} title={`Remove the segment ${name}?`}>
      {(close) => (
        <ActionForm
          action={remove}
          given={{ id }}
          kind="danger"
          submit={`Remove ${name}`}
          onDone={close}
          beside={<Button onClick={close}>Cancel</Button>}
        >
          {() => (
            <p>Its people stay subscribed. What was mailed to it stays as it was. A release that is still for it keeps it from going.</p>
          )}
        </ActionForm>
      )}
    </DialogButton>
  )
}
