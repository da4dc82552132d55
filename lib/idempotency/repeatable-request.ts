import { createHash } from "node:crypto"
import { canonicalJson } from "../audit/audit-record.ts"

/** A request that its sender may repeat: one actor's keys do not meet another's. */
export type RepeatableRequest = { actor: string; key: string; fingerprint: string }

export function isIdempotencyKey(text: string): boolean {
  return /^[\x21-\x7e]{1,255}$/.test(text)
}

/** Two requests are the same if this is: members of the body may come in another order. */
export function fingerprintOf(request: { method: string; path: string; query: string; body: unknown }): string {
  const { method, path, query, body } = request
  return createHash("sha256")
    .update(`${method} ${path}${query}\n${canonicalJson(body)}`)
    .digest("hex")
}
