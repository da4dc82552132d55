import { and, desc, eq, inArray, isNull, lt, or, sql } from "drizzle-orm"
import { changes } from "#db/schema/changes.ts"
import { drifts, launches } from "#db/schema/launches.ts"
import { flagTargets, releaseChanges, releases, schedules, stages } from "#db/schema/releases.ts"
import type { Queryable } from "#db/transaction.ts"
import type { DocumentKind } from "../documents/document.ts"
import { NotFound } from "../kernel/errors.ts"
import type { ChangeId, FlagId, LaunchId, ReleaseId, SegmentId, StageId } from "../kernel/ids.ts"
import type { DriftKind } from "../launch/drift.ts"
import type { LaunchState } from "../launch/launch.ts"
import type { ReleaseMail, ReleaseState } from "./release.ts"
import type { Schedule } from "./schedule.ts"

export type ReleaseView = {
  id: ReleaseId
  name: string
  summary: string
  owner: string | null
  state: ReleaseState
  requires: DocumentKind[]
  mail: ReleaseMail
  corrects: LaunchId | null
  /** Whom its launch mails: followers of the topics, and of them the members of the segment; null narrows nothing. */
  topics: string[] | null
  segmentId: SegmentId | null
  holdSeconds: number
  graceSeconds: number
  patienceSeconds: number
  schedule: Schedule | null
  /** Why a scheduled launch did not start and waits for a person. */
  heldBecause: string | null
  changes: { id: ChangeId; title: string }[]
  flags: { flag: FlagId; enabled: boolean; rollout: number }[]
  /** The standing launch, or else the last one. */
  launch: { id: LaunchId; state: LaunchState } | null
  /** The moment of that launch, where it came to it. */
  releasedAt: Temporal.Instant | null
  /** What is no longer as the release left it, as far as it was noticed. */
  drift: { kind: DriftKind; expected: string; seen: string; noticedAt: Temporal.Instant }[]
  createdAt: Temporal.Instant
  updatedAt: Temporal.Instant
}

export type ReleasePosition = { createdAt: Temporal.Instant; id: ReleaseId }

/** Newest first; one more than asked for tells whether there is a next page. */
export async function listReleases(
  db: Queryable,
  page: { limit: number; after: ReleasePosition | null; state?: ReleaseState | undefined; search?: string | undefined },
): Promise<ReleaseView[]> {
  const { after, search } = page
  const older = after
    ? or(lt(releases.createdAt, after.createdAt), and(eq(releases.createdAt, after.createdAt), lt(releases.id, after.id)))
    : undefined
  const rows = await db
    .select()
    .from(releases)
    .where(and(older, page.state ? eq(releases.state, page.state) : undefined, search ? mentions(search) : undefined))
    .orderBy(desc(releases.createdAt), desc(releases.id))
    .limit(page.limit)
  return complete(db, rows)
}

/** In its name, its summary or its owner's name, whatever the case. */
function mentions(text: string) {
  const part = text.toLowerCase()
  return sql`position(${part} in lower(concat_ws(' ', ${releases.name}, ${releases.summary}, ${releases.owner}))) > 0`
}

export async function getRelease(db: Queryable, id: ReleaseId): Promise<ReleaseView> {
  const [release] = await complete(db, await db.select().from(releases).where(eq(releases.id, id)))
  if (!release) throw new NotFound("release")
  return release
}

type ReleaseRow = typeof releases.$inferSelect

/** Five more queries for the whole page, whatever its length. */
async function complete(db: Queryable, rows: ReleaseRow[]): Promise<ReleaseView[]> {
  const ids = rows.map((row) => row.id)
  if (ids.length === 0) return []
  const [ofChanges, ofFlags] = [await changesOf(db, ids), await flagsOf(db, ids)]
  const [ofLaunches, ofSchedules, ofDrift] = [await lastLaunchesOf(db, ids), await schedulesOf(db, ids), await driftOf(db, ids)]
  return rows.map((row) => ({
    ...row,
    schedule: ofSchedules.get(row.id) ?? null,
    changes: ofChanges.filter((change) => change.releaseId === row.id).map(({ id, title }) => ({ id, title })),
    flags: ofFlags.filter((target) => target.releaseId === row.id).map(({ flag, enabled, rollout }) => ({ flag, enabled, rollout })),
    ...launchOf(ofLaunches.find((launch) => launch.releaseId === row.id)),
    drift: ofDrift.filter((drift) => drift.releaseId === row.id).map(({ releaseId, ...drift }) => drift),
  }))
}

type LastLaunch = { id: LaunchId; state: LaunchState; releasedAt: Temporal.Instant | null }

function launchOf(last: LastLaunch | undefined): Pick<ReleaseView, "launch" | "releasedAt"> {
  return last === undefined
    ? { launch: null, releasedAt: null }
    : { launch: { id: last.id, state: last.state }, releasedAt: last.releasedAt }
}

function changesOf(db: Queryable, ids: ReleaseId[]) {
  return db
    .select({ releaseId: releaseChanges.releaseId, id: changes.id, title: changes.title })
    .from(releaseChanges)
    .innerJoin(changes, eq(changes.id, releaseChanges.changeId))
    .where(inArray(releaseChanges.releaseId, ids))
    .orderBy(releaseChanges.position)
}

function flagsOf(db: Queryable, ids: ReleaseId[]) {
  return db
    .select({ releaseId: stages.releaseId, flag: flagTargets.flagId, enabled: flagTargets.enabled, rollout: flagTargets.rollout })
    .from(flagTargets)
    .innerJoin(stages, eq(stages.id, flagTargets.stageId))
    .where(inArray(stages.releaseId, ids))
    .orderBy(flagTargets.flagId)
}

/** A launch that still stands is the newest one: another can begin only after it has ended. */
async function lastLaunchesOf(db: Queryable, ids: ReleaseId[]) {
  return db
    .select({ releaseId: launches.releaseId, id: launches.id, state: launches.state, releasedAt: launches.releasedAt })
    .from(launches)
    .where(inArray(launches.releaseId, ids))
    .orderBy(sql`${launches.begunAt} desc, ${launches.id} desc`)
}

async function driftOf(db: Queryable, ids: ReleaseId[]) {
  const { kind, expected, seen, noticedAt } = drifts
  return db
    .select({ releaseId: launches.releaseId, kind, expected, seen, noticedAt })
    .from(drifts)
    .innerJoin(launches, eq(launches.id, drifts.launchId))
    .where(and(inArray(launches.releaseId, ids), isNull(drifts.clearedAt)))
    .orderBy(drifts.id)
}

async function schedulesOf(db: Queryable, ids: ReleaseId[]): Promise<ReadonlyMap<ReleaseId, Schedule>> {
  const rows = await db
    .select({ releaseId: schedules.releaseId, ...SCHEDULE })
    .from(schedules)
    .where(inArray(schedules.releaseId, ids))
  return new Map(rows.map(({ releaseId, ...schedule }) => [releaseId, schedule]))
}

const SCHEDULE = { at: schedules.at, timeZone: schedules.timeZone, instant: schedules.dueAt, version: schedules.version }

export async function findSchedule(db: Queryable, releaseId: ReleaseId): Promise<Schedule | null> {
  return (await schedulesOf(db, [releaseId])).get(releaseId) ?? null
}

export type ScheduledRelease = Schedule & { releaseId: ReleaseId }

export async function listSchedules(db: Queryable): Promise<ScheduledRelease[]> {
  return db
    .select({ releaseId: schedules.releaseId, ...SCHEDULE })
    .from(schedules)
    .orderBy(schedules.dueAt)
}

export type DueRelease = ScheduledRelease & { owner: string | null; graceSeconds: number; isLate: boolean }

/** Releases whose time has come by the database's clock, the longest overdue first. */
export async function listDueReleases(db: Queryable): Promise<DueRelease[]> {
  return db
    .select({
      releaseId: schedules.releaseId,
      ...SCHEDULE,
      owner: releases.owner,
      graceSeconds: releases.graceSeconds,
      isLate: sql<boolean>`${schedules.dueAt} + make_interval(secs => ${releases.graceSeconds}) < now()`,
    })
    .from(schedules)
    .innerJoin(releases, eq(releases.id, schedules.releaseId))
    .where(sql`${schedules.dueAt} <= now()`)
    .orderBy(schedules.dueAt)
}

/** Releases whose launch the clock begins within so long, and mails. */
export async function listReleasesToMail(db: Queryable, ahead: Temporal.Duration): Promise<ReleaseId[]> {
  const rows = await db
    .select({ releaseId: schedules.releaseId })
    .from(schedules)
    .innerJoin(releases, eq(releases.id, schedules.releaseId))
    .where(and(eq(releases.mail, "send"), sql`${schedules.dueAt} <= now() + make_interval(secs => ${ahead.total("seconds")})`))
  return rows.map(({ releaseId }) => releaseId)
}

/** A plain release has one stage, Everyone. */
export async function getStage(db: Queryable, releaseId: ReleaseId): Promise<StageId> {
  const [stage] = await db.select({ id: stages.id }).from(stages).where(eq(stages.releaseId, releaseId)).orderBy(stages.position).limit(1)
  if (!stage) throw new Error(`release ${releaseId} has no stage`)
  return stage.id
}
