import { createHmac } from "node:crypto"
import type { SubscriberId } from "../kernel/ids.ts"

/**
 * `received`: nobody has looked at it. `sending`: what to mail is decided and may be on its way. `done`: it was mailed.
 * `dropped`: nothing was mailed, and nothing will be.
 */
export const REQUEST_STATES = ["received", "sending", "done", "dropped"] as const
export type RequestState = (typeof REQUEST_STATES)[number]

/** What the mail says: a question that their link answers, or that they are subscribed already. */
export type RequestAnswer = { mail: "confirm" | "already subscribed"; subscriberId: SubscriberId; round: number }

/** Kept to count by: without the key nobody finds the client again. */
export function hashOfClient(key: Buffer, client: string): string {
  return createHmac("sha256", key).update(`client ${client}`).digest("base64url")
}

/** Per client and hour: a household or an office behind one network is not refused, a script is. */
export const MOST_PER_CLIENT = { count: 30, within: "1 hour" } as const
/** Per address: what somebody whose address was typed in by others gets at most. */
export const MOST_PER_ADDRESS = { count: 3, within: "24 hours" } as const
