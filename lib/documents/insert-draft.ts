import { editions } from "#db/schema/documents.ts"
import type { Transaction } from "#db/transaction.ts"
import { type Actor, keyOf } from "../access/actor.ts"
import { type DocumentId, type EditionId, newId } from "../kernel/ids.ts"
import type { DocumentKind } from "./document.ts"
import { type EditionWords, hashOf } from "./edition.ts"
import { keepVersion } from "./keep-version.ts"

type Target = { id: DocumentId; kind: DocumentKind; locale: string }

/** A draft for a document that has none in work: its first one, or one beside the live words. */
export async function insertDraft(tx: Transaction, document: Target, { by, ...words }: EditionWords & { by: Actor }): Promise<void> {
  const { id, kind, locale } = document
  const hash = hashOf({ kind, locale, ...words })
  await tx.insert(editions).values({ id: newId<EditionId>(), documentId: id, locale, ...words, editedBy: keyOf(by), hash, state: "draft" })
  await keepVersion(tx, document, { ...words, hash, by })
}
