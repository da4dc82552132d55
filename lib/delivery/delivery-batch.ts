import type { LaunchId, ReleaseId, SubscriberId } from "../kernel/ids.ts"

/** `ready`: may be taken from its time on. `sending`: somebody holds it until its lease ends. The others are final. */
export const BATCH_STATES = ["ready", "sending", "done", "failed", "unknown", "cancelled"] as const
export type BatchState = (typeof BATCH_STATES)[number]

/** Whom a batch goes to, as they were at its first attempt: what is tried again is the same to the byte. */
export type Recipient = { subscriberId: SubscriberId; address: string; name: string | null }

export type Batch = {
  releaseId: ReleaseId
  launchId: LaunchId
  seq: number
  locale: string
  generation: number
  /** How often it was taken; whoever writes a result names the number it was taken with, so a late one writes nothing. */
  attempts: number
  /** Since when some of it may have left, as it was before this attempt. */
  unsureSince: Temporal.Instant | null
  recipients: Recipient[]
  payloadSha256: string
}

/** The same for every attempt of the same mails: by it a provider knows a repetition. */
export function batchKey({ releaseId, seq, generation }: Pick<Batch, "releaseId" | "seq" | "generation">): string {
  return `rel/${releaseId}/b/${seq}/g${generation}`
}

/** A provider keeps a key for 24 hours. After this, a repetition could be a second mail. */
export const KEY_HOURS = 23

/** A provider that does not answer is asked again later and later. */
export function backoffMs(attempts: number): number {
  return Math.min(LONGEST_BACKOFF_MS, 1000 * 2 ** Math.min(attempts, 9))
}

const LONGEST_BACKOFF_MS = 5 * 60_000
