import { createHash } from "node:crypto"

/** A strong tag: the same bytes have the same one in every process, and no others have it. */
export function entityTagOf(body: Buffer): string {
  return `"${createHash("sha256").update(body).digest("base64url").slice(0, 27)}"`
}

/** Whether the client has this very answer: `If-None-Match` is a list of tags, weak or strong, or `*` (RFC 9110, 13.1.2). */
export function isKnownToClient(ifNoneMatch: string | undefined, tag: string): boolean {
  if (ifNoneMatch === undefined) return false
  // What nearly all send: the one tag that they have.
  if (ifNoneMatch === tag) return true
  if (ifNoneMatch.trim() === "*") return true
  const known: string[] = ifNoneMatch.match(/"[^"]*"/g) ?? []
  return known.includes(tag)
}
