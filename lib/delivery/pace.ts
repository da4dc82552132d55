import type { Mailer, Pace } from "../mail/mailer.ts"

/** Until a provider has told its limit: what every account at Resend may do. The others have none of their own. */
export const FIRST_INTERVAL_MS: Record<Mailer["transport"], number | null> = { resend: 500, smtp: null, capture: null }

/** How far apart calls must be to stay within what the provider says. */
export function intervalMsOf({ calls, windowMs }: Pick<Pace, "calls" | "windowMs">): number {
  return Math.max(1, Math.ceil(windowMs / calls))
}

/** This many calls in a row without an answer: it is not a batch that has trouble, it is the provider. */
const SILENT_CALLS = 5
const FIRST_BREAK_MS = 5000
const LONGEST_BREAK_MS = 60_000

/** How long nobody calls after that many silences in a row. */
export function breakMsAfter(silences: number): number {
  if (silences < SILENT_CALLS) return 0
  return Math.min(LONGEST_BREAK_MS, FIRST_BREAK_MS * 2 ** Math.min(silences - SILENT_CALLS, 4))
}
