"use client"

import { ActionForm } from "#components/ui/action-form.tsx"
import { look } from "./actions.ts"

/** Asks the service now; what it says is on the page after it. */
export function LookButton({ id, name }: { id: string; name: string }) {
  return (
    <ActionForm action={look} submit="Look again" given={{ id }} className="look">
      {() => <span className="visually-hidden">Ask the flag service whom {name} serves now</span>}
    </ActionForm>
  )
}
