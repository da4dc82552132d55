import { and, eq } from "drizzle-orm"
import { documents, editions } from "#db/schema/documents.ts"
import { releases, stages } from "#db/schema/releases.ts"
import type { Transaction } from "#db/transaction.ts"
import { advanceSiteRevision } from "#lib/documents/advance-site-revision.ts"
import type { DocumentKind } from "#lib/documents/document.ts"
import { hashOf } from "#lib/documents/edition.ts"
import { slugOf } from "#lib/documents/slug.ts"
import { type DocumentId, type EditionId, newId, newPublicId, type ReleaseId, type StageId } from "#lib/kernel/ids.ts"
import type { Runtime } from "#lib/runtime.ts"

export type Words = {
  kind?: DocumentKind
  title: string
  slug?: string
  body?: string
  tags?: string[]
  locale?: string
  publishedAt?: string
}

type World = Pick<Runtime, "db">

/** Makes documents live in one commit, as a launch does, and gives the revision they are live from. */
export function publishDocuments(world: World, words: readonly Words[]): Promise<number> {
  return world.db.transaction(async (tx) => {
    const revision = await advanceSiteRevision(tx)
    for (const each of words) await insertLive(tx, await insertDocument(tx, each), revision, each)
    return revision
  })
}

/** A document that nobody may know of: written, even approved, and not released. */
export async function draftDocument(world: World, words: Words): Promise<void> {
  await world.db.transaction(async (tx) => {
    const documentId = await insertDocument(tx, words)
    await tx.insert(editions).values({ ...editionOf(documentId, words), state: "draft" })
  })
}

/** New words for a live document: the old edition is superseded in the same commit. */
export function supersede(world: World, slug: string, words: Words): Promise<number> {
  return world.db.transaction(async (tx) => {
    const revision = await advanceSiteRevision(tx)
    const [old] = await tx
      .update(editions)
      .set({ state: "superseded", liveUntil: revision })
      .where(and(eq(editions.slug, slug), eq(editions.state, "live")))
      .returning()
    if (!old?.publishedAt) throw new Error(`there is no live document at ${slug}`)
    await insertLive(tx, old.documentId, revision, { locale: old.locale, ...words, publishedAt: old.publishedAt.toString() })
    return revision
  })
}

/** Another language of a live document. */
export function translate(world: World, slug: string, words: Words & { locale: string }): Promise<number> {
  return world.db.transaction(async (tx) => {
    const revision = await advanceSiteRevision(tx)
    const [original] = await tx
      .select()
      .from(editions)
      .where(and(eq(editions.slug, slug), eq(editions.state, "live")))
    if (!original?.publishedAt) throw new Error(`there is no live document at ${slug}`)
    await insertLive(tx, original.documentId, revision, { ...words, publishedAt: original.publishedAt.toString() })
    return revision
  })
}

/** Takes a live document back, as a recall does. */
export function withdraw(world: World, slug: string, ago = "PT0S"): Promise<number> {
  return world.db.transaction(async (tx) => {
    const revision = await advanceSiteRevision(tx)
    const withdrawnAt = Temporal.Now.instant().subtract(ago).round("microsecond")
    await tx
      .update(editions)
      .set({ state: "withdrawn", liveUntil: revision, withdrawnAt })
      .where(and(eq(editions.slug, slug), eq(editions.state, "live")))
    return revision
  })
}

async function insertDocument(tx: Transaction, { kind = "entry", title }: Words): Promise<DocumentId> {
  const releaseId = newId<ReleaseId>()
  await tx.insert(releases).values({ id: releaseId, name: title, state: "released", holdSeconds: 300, graceSeconds: 3600 })
  await tx.insert(stages).values({ id: newId<StageId>(), releaseId, name: "Everyone", position: 0 })
  const id = newId<DocumentId>()
  await tx.insert(documents).values({ id, publicId: newPublicId(), kind, releaseId })
  return id
}

async function insertLive(tx: Transaction, documentId: DocumentId, revision: number, words: Words): Promise<void> {
  const at = Temporal.Instant.from(words.publishedAt ?? Temporal.Now.instant().round("microsecond").toString())
  await tx.insert(editions).values({ ...editionOf(documentId, words), state: "live", liveFrom: revision, publishedAt: at, updatedAt: at })
}

function editionOf(documentId: DocumentId, words: Words) {
  const { kind = "entry", title, slug = slugOf(title), body = `${title}: what it is.`, tags = [], locale = "en" } = words
  const hash = hashOf({ kind, locale, title, slug, body, tags })
  return { id: newId<EditionId>(), documentId, locale, title, slug, body, tags, hash, editedBy: "ada" }
}
