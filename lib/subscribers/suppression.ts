import { createHmac } from "node:crypto"

/** Why nothing may be mailed to an address any more. What is kept of it is a keyed hash: it can be recognised, and not read. */
export const SUPPRESSION_REASONS = ["bounced", "complained", "erased", "team"] as const
export type SuppressionReason = (typeof SUPPRESSION_REASONS)[number]

/** A bounce may have been a full mailbox or a typing error, and what the team decided it can take back. */
export function isLiftable(reason: SuppressionReason): boolean {
  return reason === "bounced" || reason === "team"
}

/** `address` is the normalised one, of `parseAddress`. */
export function hashOfAddress(key: Buffer, address: string): string {
  return createHmac("sha256", key).update(address).digest("base64url")
}
