import { eq } from "drizzle-orm"
import { changes } from "#db/schema/changes.ts"
import { releaseChanges } from "#db/schema/releases.ts"
import type { Queryable } from "#db/transaction.ts"
import { listChangesNotInProduction } from "../changes/queries.ts"
import { type DocumentView, listDocuments } from "../documents/queries.ts"
import type { ReleaseId, StageId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { checkLinks } from "./check-links.ts"
import { listMovers } from "./list-movers.ts"
import { listPlannedFlags } from "./list-planned-flags.ts"
import { factOf, type PlannedFlag } from "./planned-flag.ts"
import type { Facts } from "./readiness.ts"
import type { Survey } from "./survey-flags.ts"

export type Gathered = { facts: Facts; documents: DocumentView[]; flags: PlannedFlag[] }

type Subject = { id: ReleaseId; stageId: StageId; requires: Facts["requires"] }

/** Reads everything a launch depends on. Inside begin-launch it runs under the release's lock, so what it finds is what is launched. */
export async function gatherFacts(
  db: Queryable,
  release: Subject,
  { settings, survey }: { settings: Runtime["settings"]; survey: Survey },
): Promise<Gathered> {
  const documents = await listDocuments(db, release.id)
  const planned = await listPlannedFlags(db, release.stageId, survey)
  const movers = await listMovers(db, release.id, planned)
  const facts: Facts = {
    changes: await changesOf(db, release.id),
    flags: planned.map((flag) => factOf(flag, movers)),
    documents: documents.map(({ kind, title, slug, state, hash, approvedHash }) => ({
      kind,
      title,
      slug,
      isApproved: state === "approved" && approvedHash === hash,
    })),
    requires: release.requires,
    ...(await checkLinks(db, documents, settings.publicUrl)),
  }
  return { facts, documents, flags: planned }
}

async function changesOf(db: Queryable, releaseId: ReleaseId): Promise<Facts["changes"]> {
  const rows = await db
    .select({ id: changes.id, title: changes.title })
    .from(releaseChanges)
    .innerJoin(changes, eq(changes.id, releaseChanges.changeId))
    .where(eq(releaseChanges.releaseId, releaseId))
    .orderBy(releaseChanges.position)
  const missing = new Set(
    await listChangesNotInProduction(
      db,
      rows.map((row) => row.id),
    ),
  )
  return rows.map(({ id, title }) => ({ title, inProduction: !missing.has(id) }))
}
