"use client"

import { useRouter } from "next/navigation"
import { useTransition } from "react"
import { Button } from "./button.tsx"

/** Makes the page again with what is true now; what is typed and where the reader stands stay. */
export function RefreshButton({ label, busy }: { label: string; busy: string }) {
  const router = useRouter()
  const [isBusy, start] = useTransition()
  return (
    <Button aria-live="polite" disabled={isBusy} onClick={() => start(() => router.refresh())}>
      {isBusy ? busy : label}
    </Button>
  )
}
