import { and, desc, eq, inArray, sql } from "drizzle-orm"
import { documents, editions } from "#db/schema/documents.ts"
import type { Queryable } from "#db/transaction.ts"
import { NotFound } from "../kernel/errors.ts"
import type { DocumentId, EditionId, ReleaseId } from "../kernel/ids.ts"
import type { DocumentKind } from "./document.ts"
import type { EditionState } from "./edition.ts"

/** A document by its words in work, or else by the live or last ones. */
export type DocumentView = {
  id: DocumentId
  releaseId: ReleaseId
  editionId: EditionId
  kind: DocumentKind
  locale: string
  title: string
  slug: string
  body: string
  tags: string[]
  state: EditionState
  hash: string
  editedBy: string
  approvedHash: string | null
}

export async function listDocuments(db: Queryable, releaseId: ReleaseId): Promise<DocumentView[]> {
  const rows = await selectDocuments(db)
    .where(eq(documents.releaseId, releaseId))
    .orderBy(...CURRENT_FIRST)
  return rows.sort((one, other) => (one.id < other.id ? -1 : 1))
}

export async function getDocument(db: Queryable, id: DocumentId): Promise<DocumentView> {
  const [document] = await selectDocuments(db)
    .where(eq(documents.id, id))
    .orderBy(...CURRENT_FIRST)
  if (!document) throw new NotFound("document")
  return document
}

/** One version of a document, as people compare it with others. */
export type EditionView = Pick<DocumentView, "editionId" | "title" | "slug" | "body" | "tags" | "state" | "hash"> & {
  approvedBy: string | null
  createdAt: Temporal.Instant
  publishedAt: Temporal.Instant | null
}

/** All versions of a document, the newest first: words in work are one of them, however often they were rewritten. */
export function listEditions(db: Queryable, id: DocumentId): Promise<EditionView[]> {
  const { title, slug, body, tags, state, hash, approvedBy, createdAt, publishedAt } = editions
  return db
    .select({ editionId: editions.id, title, slug, body, tags, state, hash, approvedBy, createdAt, publishedAt })
    .from(editions)
    .where(eq(editions.documentId, id))
    .orderBy(desc(editions.createdAt), desc(editions.id))
}

/** Which of these addresses lead to something public now. */
export async function listLiveSlugs(db: Queryable, kind: DocumentKind, slugs: string[]): Promise<string[]> {
  if (slugs.length === 0) return []
  const rows = await db
    .selectDistinct({ slug: editions.slug })
    .from(editions)
    .innerJoin(documents, eq(documents.id, editions.documentId))
    .where(and(eq(documents.kind, kind), eq(editions.state, "live"), inArray(editions.slug, slugs)))
  return rows.map((row) => row.slug)
}

const RANK = sql`case ${editions.state} when 'draft' then 0 when 'in_review' then 0 when 'approved' then 0 when 'live' then 1 else 2 end`

/** For `distinct on`: per document the words in work, then the live ones, then the latest of the others. */
const CURRENT_FIRST = [documents.id, RANK, sql`${editions.liveFrom} desc nulls last`] as const

function selectDocuments(db: Queryable) {
  return db
    .selectDistinctOn([documents.id], {
      id: documents.id,
      releaseId: documents.releaseId,
      editionId: editions.id,
      kind: documents.kind,
      locale: editions.locale,
      title: editions.title,
      slug: editions.slug,
      body: editions.body,
      tags: editions.tags,
      state: editions.state,
      hash: editions.hash,
      editedBy: editions.editedBy,
      approvedHash: editions.approvedHash,
    })
    .from(documents)
    .innerJoin(editions, eq(editions.documentId, documents.id))
}
