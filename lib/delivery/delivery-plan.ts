/**
 * The mail of one launch. `planned`: within the hold. `materialising`: the audience is being written out. `sending`. `paused`: by a person,
 * or by itself where a person must look. `cancelling`: nothing more leaves, and what had not left is being written off. `ended`.
 */
export const PLAN_STATES = ["planned", "materialising", "sending", "paused", "cancelling", "ended"] as const
export type PlanState = (typeof PLAN_STATES)[number]

export const PAUSERS = ["person", "itself"] as const
export type Pauser = (typeof PAUSERS)[number]

/** At every moment: candidates = excluded + pending + accepted + failed + unknown + cancelled. */
export type MailCounts = {
  candidates: number
  excluded: number
  accepted: number
  failed: number
  unknown: number
  cancelled: number
}

export function pendingOf({ candidates, excluded, accepted, failed, unknown, cancelled }: MailCounts): number {
  return candidates - excluded - accepted - failed - unknown - cancelled
}

/** What came back of the mails that were accepted since sending began, or since a person went on in spite of it. */
export type Returned = { accepted: number; bounced: number; complained: number }

/** Fewer say nothing: one bounce of ten is a typing error. */
const TELLING = 1000
/** Providers suspend an account from here on: Resend at 4 % bounces, mailbox providers at 0.1 % complaints. */
const MOST_BOUNCES = 0.04
const MOST_COMPLAINTS = 0.001

/** Why sending should stop and a person look, or null. */
export function reasonToPause({ accepted, bounced, complained }: Returned): string | null {
  if (accepted < TELLING) return null
  if (bounced > accepted * MOST_BOUNCES)
    return `${percent(bounced, accepted)} of ${accepted} mails bounced; more than 4 % endangers the sender's name.`
  if (complained > accepted * MOST_COMPLAINTS)
    return `${percent(complained, accepted)} of ${accepted} recipients called it spam; more than 0.1 % endangers the sender's name.`
  return null
}

function percent(part: number, whole: number): string {
  return `${((part / whole) * 100).toFixed(2)} %`
}

/** When the rest would be through at the pace so far; null where nothing tells. */
export function estimatedEnd(progress: {
  pending: number
  handled: number
  tookMs: number
  now: Temporal.Instant
}): Temporal.Instant | null {
  const { pending, handled, tookMs, now } = progress
  if (pending === 0 || handled === 0 || tookMs <= 0) return null
  return now.add({ milliseconds: Math.round((tookMs / handled) * pending) })
}
