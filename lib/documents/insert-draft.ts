import { editions } from "#db/schema/documents.ts"
import type { Transaction } from "#db/transaction.ts"
import { type DocumentId, type EditionId, newId } from "../kernel/ids.ts"
import type { DocumentKind } from "./document.ts"
import { type EditionWords, hashOf } from "./edition.ts"

type Target = { id: DocumentId; kind: DocumentKind; locale: string }

/** A draft for a document that has none in work: its first one, or one beside the live words. */
export async function insertDraft(tx: Transaction, document: Target, words: EditionWords & { editedBy: string }): Promise<void> {
  const { id, kind, locale } = document
  await tx.insert(editions).values({
    id: newId<EditionId>(),
    documentId: id,
    locale,
    ...words,
    hash: hashOf({ kind, locale, ...words }),
    state: "draft",
  })
}
