"use client"

import { useState } from "react"
import { Button } from "./button.tsx"

/** Copies a text, and says so. Where the browser does not let a page copy, the text is there to be selected. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [said, setSaid] = useState(label)
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setSaid("Copied"),
      () => setSaid("Select it and copy it by hand"),
    )
  return (
    <Button onClick={() => void copy()} aria-live="polite">
      {said}
    </Button>
  )
}
