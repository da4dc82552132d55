import { createHash } from "node:crypto"
import type { DocumentKind } from "./document.ts"

export const EDITION_STATES = ["draft", "in_review", "approved", "live", "superseded", "withdrawn"] as const
export type EditionState = (typeof EDITION_STATES)[number]

/** Words in work, whatever their state of review: a document has one such edition per locale. */
export const STATES_IN_WORK = ["draft", "in_review", "approved"] as const satisfies readonly EditionState[]

export type EditionWords = { title: string; slug: string; body: string; tags: string[] }

export type Wording = EditionWords & { kind: DocumentKind; locale: string }

/**
 * What an approval is bound to: SHA-256 over everything a reader could see of the edition, as hex.
 * The same words always give the same hash, so a save that changes nothing keeps its approval.
 */
export function hashOf(wording: Wording): string {
  const { kind, locale, title, slug, body, tags } = wording
  return createHash("sha256")
    .update(JSON.stringify([kind, locale, title, slug, body, tags]))
    .digest("hex")
}
