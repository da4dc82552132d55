import { and, eq, ne } from "drizzle-orm"
import { slugs } from "#db/schema/documents.ts"
import type { Transaction } from "#db/transaction.ts"
import type { DocumentId } from "../kernel/ids.ts"

/** Gives up what the document reserved and nobody ever saw, apart from the slug it keeps. */
export async function releaseUnseenSlugs(tx: Transaction, documentId: DocumentId, keep: string): Promise<void> {
  await tx.delete(slugs).where(and(eq(slugs.documentId, documentId), eq(slugs.wasPublic, false), ne(slugs.slug, keep)))
}
