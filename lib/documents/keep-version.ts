import { sql } from "drizzle-orm"
import { editionVersions } from "#db/schema/documents.ts"
import type { Transaction } from "#db/transaction.ts"
import { type Actor, nameOf } from "../access/actor.ts"
import { type DocumentId, type EditionVersionId, newId } from "../kernel/ids.ts"
import type { EditionWords } from "./edition.ts"

type Target = { id: DocumentId; locale: string }

/** Keeps words for good, in the transaction that writes them. Joins one that holds the release's lock, so that numbers have no race. */
export async function keepVersion(
  tx: Transaction,
  { id, locale }: Target,
  { title, slug, body, tags, hash, by }: EditionWords & { hash: string; by: Actor },
): Promise<void> {
  const number = sql<number>`(select coalesce(max(number), 0) + 1 from edition_versions where document_id = ${id} and locale = ${locale})`
  await tx.insert(editionVersions).values({
    ...{ id: newId<EditionVersionId>(), documentId: id, locale, number },
    ...{ title, slug, body, tags, hash, writtenBy: nameOf(by).name },
  })
}
