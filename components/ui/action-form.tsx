"use client"

import { useRouter } from "next/navigation"
import { type FormEvent, type ReactNode, startTransition, useActionState, useEffect, useRef } from "react"
import { Button } from "./button.tsx"
import { type FormAction, type FormState, NEW_FORM } from "./form-state.ts"

type Props = {
  action: FormAction
  /** What the button says will happen. */
  submit: string
  kind?: "main" | "launch" | "danger" | "plain"
  className?: string
  /** Fields that go along unseen. */
  given?: Record<string, string>
  onDone?: (state: FormState) => void
  children?: (state: FormState) => ReactNode
  /** Beside the button. */
  beside?: ReactNode
}

/** A form that keeps what was typed when it is refused, says why beside the field, and puts the cursor there. */
export function ActionForm({ action, submit, kind = "main", className = "stack", given = {}, onDone, children, beside }: Props) {
  const [state, dispatch, isSending] = useActionState(action, NEW_FORM)
  const form = useRef<HTMLFormElement>(null)
  const router = useRouter()
  const done = useRef(onDone)
  done.current = onDone

  useEffect(() => {
    if (state.is === "done") {
      form.current?.reset()
      if (state.to !== undefined) router.push(state.to)
      done.current?.(state)
    }
    if (state.is === "refused") form.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus()
  }, [state, router])

  // Sent by hand, since React empties a form after every sending, refused ones too.
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const data = new FormData(event.currentTarget)
    startTransition(() => dispatch(data))
  }

  return (
    <form ref={form} className={className} onSubmit={send}>
      {Object.entries(given).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children?.(state)}
      <Said state={state} />
      <div className="form-foot">
        <Button type="submit" kind={kind} disabled={isSending}>
          {submit}
        </Button>
        {beside}
      </div>
    </form>
  )
}

/** What is wrong with a field stands at the field; this says the rest. */
function Said({ state }: { state: FormState }) {
  if (state.is === "new" || (state.is === "refused" && state.complaints.length > 0)) return <div role="status" />
  return (
    <div className="notice" role="status" data-kind={state.is === "done" ? "done" : "wrong"}>
      <p>{state.message}</p>
    </div>
  )
}
