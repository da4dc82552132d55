"use client"

import { tell } from "./told.ts"

/** What the palette's keys do, for a hand on the mouse. */
export function FindButton() {
  return (
    <button
      type="button"
      className="find-button"
      aria-haspopup="dialog"
      aria-keyshortcuts="Control+K Meta+K"
      onClick={() => tell({ is: "find" })}
    >
      <svg viewBox="0 0 14 14" width="14" height="14" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="1.5">
        <circle cx="6" cy="6" r="4" />
        <path d="m9 9 3.5 3.5" />
      </svg>
      Find or do
      <span className="kbd" aria-hidden="true">
        Ctrl K
      </span>
    </button>
  )
}
