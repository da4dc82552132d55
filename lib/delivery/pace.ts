import type { BatchAnswer, Mailer, Pace } from "../mail/mailer.ts"

/** Until a provider has told its limit: what every account at Resend may do. The others have none of their own. */
export const FIRST_INTERVAL_MS: Record<Mailer["transport"], number | null> = { resend: 500, smtp: null, capture: null }

/**
 * How far apart calls must be to stay within what the provider says. A call may leave a little late, and the next one on time; a
 * hundredth of the window is kept for that, or one call too many would fall into the same window now and then, and cost a second.
 */
export function intervalMsOf({ calls, windowMs }: Pick<Pace, "calls" | "windowMs">): number {
  return (windowMs * SLACK) / calls
}

const SLACK = 1.012
/** As late as a call may leave without moving those after it. */
export const LATE_MS = 8

/** Who would have to wait longer than this gives its batch back: nobody holds mails for a provider that is to be left alone. */
export const LONGEST_WAIT_MS = 5000

/** No answer, or one that asks everybody to wait. One that concerns a single batch is neither: its first attempt is still under way over there. */
export function isFruitless({ is, pace }: BatchAnswer): boolean {
  return is === "unsure" || (is === "again" && (pace === undefined || pace.left === null || pace.left <= 0))
}

/**
 * How long nobody calls after an answer that is the n-th fruitless one in a row. A single call that came too fast has met the end of a
 * window, and the next one is in another: its own batch waits, the others go on.
 */
export function restMsAfter(answer: BatchAnswer, fruitless: number): number {
  if (!isFruitless(answer)) return 0
  if (answer.is === "again") return answer.pace === undefined || fruitless > 1 ? answer.afterMs : 0
  return breakMsAfter(fruitless)
}

/** This many calls in a row without an answer: it is not a batch that has trouble, it is the provider. */
const SILENT_CALLS = 5
const FIRST_BREAK_MS = 5000
const LONGEST_BREAK_MS = 60_000

function breakMsAfter(silences: number): number {
  if (silences < SILENT_CALLS) return 0
  return Math.min(LONGEST_BREAK_MS, FIRST_BREAK_MS * 2 ** Math.min(silences - SILENT_CALLS, 4))
}
