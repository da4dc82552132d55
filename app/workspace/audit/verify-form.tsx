"use client"

import { ActionForm } from "#components/ui/action-form.tsx"
import { verify } from "./actions.ts"

/** The proof that the log is whole, and a copy to keep elsewhere. */
export function VerifyForm({ exportHref, isFiltered }: { exportHref: string; isFiltered: boolean }) {
  return (
    <ActionForm
      className="verify"
      action={verify}
      submit="Verify the log"
      kind="plain"
      beside={
        <a className="button" data-kind="plain" href={exportHref} download>
          {isFiltered ? "Export these lines" : "Export as JSON Lines"}
        </a>
      }
    />
  )
}
