import { sql } from "drizzle-orm"
import { documents, editions, editionVersions, slugs } from "#db/schema/documents.ts"
import { releases, stages } from "#db/schema/releases.ts"
import type { Transaction } from "#db/transaction.ts"
import { type Actor, keyOf, nameOf } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { advanceSiteRevision } from "../documents/advance-site-revision.ts"
import { hashOf } from "../documents/edition.ts"
import { reserveSlug } from "../documents/reserve-slug.ts"
import { Invalid, isDomainError } from "../kernel/errors.ts"
import { type DocumentId, type EditionId, type EditionVersionId, newId, newPublicId, type ReleaseId, type StageId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import type { ImportEntries } from "./input.ts"

export type ImportedEntries = { releaseId: ReleaseId; siteRevision: number; entries: { id: DocumentId; slug: string }[] }

type Given = ImportEntries["entries"][number]
type Placed = Given & { id: DocumentId; slug: string }

/**
 * Brings along what was published elsewhere before: public at once, all in one commit, in the order of their old dates, and told to
 * nobody. No launch is begun, so no mail and no webhook knows of them; no feed and no count of what is unread does either.
 */
export async function importEntries(deps: Pick<Runtime, "db">, actor: Actor, input: ImportEntries): Promise<ImportedEntries> {
  authorize(actor, "entry.import")
  return deps.db.transaction(async (tx) => {
    await refuseToCome(tx, input.entries)
    const releaseId = await keepTogether(tx, actor, input)
    const placed = await place(tx, input.entries, releaseId)
    const siteRevision = await advanceSiteRevision(tx) // last of all that waits: nobody else's curtain waits for slugs
    await publish(tx, placed, { actor, siteRevision })
    await recordAudit(tx, {
      ...{ actor, action: "entries.imported", subject: { kind: "release", id: releaseId } },
      detail: { entries: placed.length, siteRevision },
    })
    return { releaseId, siteRevision, entries: placed.map(({ id, slug }) => ({ id, slug })) }
  })
}

/** What is silent has to be old, by the database's clock: news are released. */
async function refuseToCome(tx: Transaction, entries: readonly Given[]): Promise<void> {
  const [row] = await tx.execute<{ now: string }>(sql`select clock_timestamp()::text as now`)
  const now = Temporal.Instant.from(row?.now ?? "")
  const complaints = entries.flatMap(({ publishedAt }, place) =>
    Temporal.Instant.compare(publishedAt, now) <= 0
      ? []
      : [{ path: `entries.${place}.publishedAt`, message: "is to come: what was not published yet is released instead" }],
  )
  if (complaints.length > 0) throw new Invalid(complaints)
}

/** A release that was one elsewhere. It is public without a launch of ours, so there is nothing to recall. */
async function keepTogether(tx: Transaction, actor: Actor, { name }: ImportEntries): Promise<ReleaseId> {
  const id = newId<ReleaseId>()
  const terms = { holdSeconds: 0, graceSeconds: 0 }
  await tx.insert(releases).values({ id, name, owner: nameOf(actor).name, state: "released", ...terms })
  await tx.insert(stages).values({ id: newId<StageId>(), releaseId: id, name: "Everyone", position: 0 })
  return id
}

async function place(tx: Transaction, entries: readonly Given[], releaseId: ReleaseId): Promise<Placed[]> {
  const named = entries.map((entry) => ({ ...entry, id: newId<DocumentId>() }))
  await tx
    .insert(documents)
    .values(named.map(({ id }) => ({ id, publicId: newPublicId(), kind: "entry" as const, releaseId, isAnnounced: false })))
  const placed: Placed[] = []
  for (const [index, entry] of named.entries()) placed.push({ ...entry, slug: await slugFor(tx, entry, index) })
  return placed
}

async function slugFor(tx: Transaction, { id, title, slug }: Given & { id: DocumentId }, index: number): Promise<string> {
  try {
    return await reserveSlug(tx, { id, kind: "entry" }, slug === undefined ? { fromTitle: title } : { chosen: slug })
  } catch (error) {
    if (!isDomainError(error)) throw error
    throw new Invalid(error.complaints.map(({ message }) => ({ path: `entries.${index}.slug`, message })))
  }
}

async function publish(tx: Transaction, placed: readonly Placed[], { actor, siteRevision }: { actor: Actor; siteRevision: number }) {
  const by = { editedBy: keyOf(actor), approvedBy: nameOf(actor).name, approvedAt: sql`now()` }
  const worded = placed.map((entry) => ({ ...wordsOf(entry), publishedAt: entry.publishedAt }))
  await tx.insert(editions).values(
    worded.map(({ publishedAt, ...words }) => ({
      ...{ id: newId<EditionId>(), ...words, ...by, approvedHash: words.hash },
      ...{ state: "live" as const, liveFrom: siteRevision, publishedAt, updatedAt: publishedAt },
    })),
  )
  await tx
    .insert(editionVersions)
    .values(
      worded.map(({ publishedAt: _, ...words }) => ({ id: newId<EditionVersionId>(), ...words, number: 1, writtenBy: nameOf(actor).name })),
    )
  const ids = placed.map(({ id }) => id)
  await tx.update(slugs).set({ wasPublic: true }).where(sql`${slugs.documentId} in ${ids}`)
}

function wordsOf({ id, locale, title, slug, body, tags }: Placed) {
  return { documentId: id, locale, title, slug, body, tags, hash: hashOf({ kind: "entry", locale, title, slug, body, tags }) }
}
