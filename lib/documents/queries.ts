import { and, desc, eq, getTableColumns, inArray, lt, sql } from "drizzle-orm"
import { auditRecords } from "#db/schema/audit.ts"
import { documents, editions, editionVersions } from "#db/schema/documents.ts"
import type { Queryable } from "#db/transaction.ts"
import { NotFound } from "../kernel/errors.ts"
import type { DocumentId, EditionId, EditionVersionId, ReleaseId } from "../kernel/ids.ts"
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
  approvedBy: string | null
  approvedHash: string | null
  approvedAt: Temporal.Instant | null
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

/** A wording that a document has or had. `state` is that of the edition that says it now, null where it was rewritten since. */
export type VersionView = typeof editionVersions.$inferSelect & { state: EditionState | null; approvals: Approval[] }

/** Bound to the words: whoever writes the same ones again finds it, and has to ask again all the same. */
export type Approval = { by: string; at: Temporal.Instant }

/** The newest first. */
export async function listVersions(db: Queryable, id: DocumentId, page: { before: number | null; limit: number }): Promise<VersionView[]> {
  const { documentId, number } = editionVersions
  const older = page.before === null ? undefined : lt(number, page.before)
  const rows = await selectVersions(db)
    .where(and(eq(documentId, id), older))
    .orderBy(desc(number))
    .limit(page.limit)
  const approvals = await listApprovals(db, id)
  return rows.map((row) => withApprovals(row, approvals))
}

export async function getVersion(db: Queryable, id: EditionVersionId): Promise<VersionView> {
  const [row] = await selectVersions(db).where(eq(editionVersions.id, id))
  if (!row) throw new NotFound("version")
  return withApprovals(row, await listApprovals(db, row.documentId))
}

export async function getNumberedVersion(db: Queryable, version: { id: DocumentId; number: number }): Promise<VersionView> {
  const { documentId, number } = editionVersions
  const [row] = await selectVersions(db).where(and(eq(documentId, version.id), eq(number, version.number)))
  if (!row) throw new NotFound("version")
  return withApprovals(row, await listApprovals(db, version.id))
}

function selectVersions(db: Queryable) {
  // Written out: drizzle leaves the table's name away in a query of one table, and both tables have such columns.
  const state = sql<EditionState | null>`(
    select said.state from editions said where said.document_id = edition_versions.document_id and said.locale = edition_versions.locale
      and said.hash = edition_versions.hash
    order by said.state not in ('draft', 'in_review', 'approved'), said.live_from desc limit 1)`
  return db.select({ ...getTableColumns(editionVersions), state }).from(editionVersions)
}

type ApprovedHash = Approval & { hash: unknown }

/** From the log: the edition remembers one approval, and forgets it with its words. */
async function listApprovals(db: Queryable, id: DocumentId): Promise<ApprovedHash[]> {
  const { subjectKind, subjectId, action, actorName, at, detail } = auditRecords
  return db
    .select({ by: actorName, at, hash: sql<unknown>`${detail} ->> 'hash'` })
    .from(auditRecords)
    .where(and(eq(subjectKind, "document"), eq(subjectId, id), eq(action, "document.approved")))
    .orderBy(auditRecords.id)
}

function withApprovals<Row extends { hash: string }>(row: Row, all: readonly ApprovedHash[]): Row & { approvals: Approval[] } {
  return { ...row, approvals: all.filter(({ hash }) => hash === row.hash).map(({ by, at }) => ({ by, at })) }
}

/** The tags that documents have by now, those of the most documents first: so that one thing is called by one name. */
export async function listUsedTags(db: Queryable, limit: number): Promise<string[]> {
  const rows = await db.execute<{ tag: string }>(sql`
    select tag from (select distinct document_id, unnest(tags) as tag from ${editions}) used
    group by tag order by count(*) desc, tag limit ${limit}`)
  return rows.map(({ tag }) => tag)
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
      approvedBy: editions.approvedBy,
      approvedHash: editions.approvedHash,
      approvedAt: editions.approvedAt,
    })
    .from(documents)
    .innerJoin(editions, eq(editions.documentId, documents.id))
}
