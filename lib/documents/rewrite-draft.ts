import { and, eq, inArray } from "drizzle-orm"
import { editions } from "#db/schema/documents.ts"
import type { Transaction } from "#db/transaction.ts"
import { type Actor, keyOf } from "../access/actor.ts"
import type { DocumentId } from "../kernel/ids.ts"
import type { DocumentKind } from "./document.ts"
import { type EditionWords, hashOf, STATES_IN_WORK } from "./edition.ts"
import { keepVersion } from "./keep-version.ts"

type Target = { id: DocumentId; kind: DocumentKind; locale: string }

/** Other words for the draft in work: whatever approval it had is void. What it said before is kept as a version. */
export async function rewriteDraft(tx: Transaction, document: Target, { by, ...words }: EditionWords & { by: Actor }): Promise<void> {
  const { id, kind, locale } = document
  const hash = hashOf({ kind, locale, ...words })
  await tx
    .update(editions)
    .set({ ...words, editedBy: keyOf(by), hash, state: "draft", approvedBy: null, approvedHash: null, approvedAt: null })
    .where(and(eq(editions.documentId, id), eq(editions.locale, locale), inArray(editions.state, [...STATES_IN_WORK])))
  await keepVersion(tx, document, { ...words, hash, by })
}
