import { and, desc, eq, inArray, sql } from "drizzle-orm"
import { documents, editions } from "#db/schema/documents.ts"
import type { Queryable } from "#db/transaction.ts"
import type { DocumentId, ReleaseId } from "../kernel/ids.ts"
import type { DocumentKind } from "./document.ts"

export type DocumentName = { id: DocumentId; releaseId: ReleaseId; kind: DocumentKind; title: string }

/** Those with these letters in the title they have now, in work or live, the newest first. */
export async function listDocumentsAbout(db: Queryable, { letters, limit }: { letters: string; limit: number }): Promise<DocumentName[]> {
  const rows = await db
    .select({ id: documents.id, releaseId: documents.releaseId, kind: documents.kind, title: editions.title })
    .from(editions)
    .innerJoin(documents, eq(documents.id, editions.documentId))
    .where(
      and(
        inArray(editions.state, ["draft", "in_review", "approved", "live"]),
        letters === "" ? undefined : sql`position(${letters.toLowerCase()} in lower(${editions.title})) > 0`,
      ),
    )
    .orderBy(desc(editions.id))
    // A document in work that is live too has two titles.
    .limit(2 * limit)
  return rows.filter(({ id }, at) => rows.findIndex((other) => other.id === id) === at).slice(0, limit)
}
