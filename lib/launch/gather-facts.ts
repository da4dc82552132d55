import { and, eq, inArray, ne, sql } from "drizzle-orm"
import { changes } from "#db/schema/changes.ts"
import { builtInFlags, flags } from "#db/schema/flags.ts"
import { flips, launches } from "#db/schema/launches.ts"
import { flagTargets, releaseChanges, releases } from "#db/schema/releases.ts"
import type { Queryable } from "#db/transaction.ts"
import { listChangesNotInProduction } from "../changes/queries.ts"
import { type DocumentView, listDocuments } from "../documents/queries.ts"
import { type BuiltInState, exposureOf, targetState } from "../flags/built-in-flag.ts"
import type { FlagId, ReleaseId, StageId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { checkLinks } from "./check-links.ts"
import type { Facts } from "./readiness.ts"

export type PlannedFlag = {
  id: FlagId
  key: string
  environment: string
  present: BuiltInState & { isPublic: boolean }
  version: number
  target: BuiltInState
}

export type Gathered = { facts: Facts; documents: DocumentView[]; flags: PlannedFlag[] }

type Subject = { id: ReleaseId; stageId: StageId; requires: Facts["requires"] }

/** Reads everything a launch depends on. Inside begin-launch it runs under the release's lock, so what it finds is what is launched. */
export async function gatherFacts(db: Queryable, release: Subject, settings: Runtime["settings"]): Promise<Gathered> {
  const documents = await listDocuments(db, release.id)
  const planned = await listPlannedFlags(db, release.stageId)
  const facts: Facts = {
    changes: await changesOf(db, release.id),
    flags: await flagsOf(db, release.id, planned),
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

async function listPlannedFlags(db: Queryable, stageId: StageId): Promise<PlannedFlag[]> {
  const rows = await db
    .select({ flag: flags, target: flagTargets, state: builtInFlags })
    .from(flagTargets)
    .innerJoin(flags, eq(flags.id, flagTargets.flagId))
    .innerJoin(builtInFlags, eq(builtInFlags.flagId, flags.id))
    .where(eq(flagTargets.stageId, stageId))
    .orderBy(flags.id)
  return rows.map(({ flag, target, state }) => ({
    id: flag.id,
    key: flag.key,
    environment: flag.environment,
    present: { enabled: state.enabled, rollout: state.rollout, targeting: state.targeting, isPublic: state.isPublic },
    version: state.version,
    target: targetState(target),
  }))
}

async function flagsOf(db: Queryable, releaseId: ReleaseId, planned: PlannedFlag[]): Promise<Facts["flags"]> {
  const movers = await listMovers(
    db,
    releaseId,
    planned.map((flag) => flag.id),
  )
  return planned.map(({ id, key, environment, present, target }) => ({
    key,
    environment,
    present: exposureOf(present),
    desired: exposureOf(target),
    movedBy: movers.find((mover) => mover.flagId === id)?.release ?? null,
  }))
}

/** Launches of other releases that have this flag in hand right now. */
async function listMovers(db: Queryable, releaseId: ReleaseId, ids: FlagId[]) {
  if (ids.length === 0) return []
  return db
    .select({ flagId: flips.flagId, release: releases.name })
    .from(flips)
    .innerJoin(launches, eq(launches.id, flips.launchId))
    .innerJoin(releases, eq(releases.id, launches.releaseId))
    .where(
      and(
        inArray(flips.flagId, ids),
        ne(launches.releaseId, releaseId),
        sql`${launches.state} in ('flipping', 'rolling_back', 'recalling', 'attention')`,
      ),
    )
}
