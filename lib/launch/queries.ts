import { and, desc, eq, inArray, isNull, ne, notInArray, sql } from "drizzle-orm"
import { auditRecords } from "#db/schema/audit.ts"
import { flags } from "#db/schema/flags.ts"
import { drifts, flips, launches } from "#db/schema/launches.ts"
import { releases } from "#db/schema/releases.ts"
import type { Queryable } from "#db/transaction.ts"
import type { Exposure } from "../flags/exposure.ts"
import { NotFound } from "../kernel/errors.ts"
import type { FlagId, FlipId, LaunchId, ReleaseId, StageId } from "../kernel/ids.ts"
import type { DriftKind } from "./drift.ts"
import type { ConnectedFlip, FlipState } from "./flip.ts"
import { ENDED_STATES, type Launch, type LaunchState } from "./launch.ts"
import { isPublicLaunch } from "./public-launch.ts"

export async function getLaunch(db: Queryable, id: LaunchId): Promise<Launch> {
  const [row] = await db.select().from(launches).where(eq(launches.id, id))
  if (!row) throw new NotFound("launch")
  return launchOf(row)
}

/** The launch of a stage that is neither failed nor recalled: there is one at most. */
export async function findStandingLaunch(db: Queryable, stageId: StageId): Promise<Launch | null> {
  const [row] = await db
    .select()
    .from(launches)
    .where(and(eq(launches.stageId, stageId), notInArray(launches.state, [...ENDED_STATES])))
  return row ? launchOf(row) : null
}

export async function findLastLaunch(db: Queryable, releaseId: ReleaseId): Promise<Launch | null> {
  const [row] = await db
    .select()
    .from(launches)
    .where(eq(launches.releaseId, releaseId))
    .orderBy(desc(launches.begunAt), desc(launches.id))
    .limit(1)
  return row ? launchOf(row) : null
}

export type FlipView = {
  flag: { id: FlagId; key: string; environment: string; connection: string }
  before: Exposure
  desired: Exposure
  observed: Exposure | null
  state: FlipState
  attempts: number
  /** What the last attempt met with, or why the flag was left alone. */
  trouble: string | null
  attemptedAt: Temporal.Instant | null
  appliedAt: Temporal.Instant | null
  restoredAt: Temporal.Instant | null
}

export async function listFlips(db: Queryable, launchId: LaunchId): Promise<FlipView[]> {
  return db
    .select({
      flag: { id: flags.id, key: flags.key, environment: flags.environment, connection: flags.connectionId },
      before: flips.before,
      desired: flips.desired,
      observed: flips.observed,
      state: flips.state,
      attempts: flips.attempts,
      trouble: flips.trouble,
      attemptedAt: flips.attemptedAt,
      appliedAt: flips.appliedAt,
      restoredAt: flips.restoredAt,
    })
    .from(flips)
    .innerJoin(flags, eq(flags.id, flips.flagId))
    .where(eq(flips.launchId, launchId))
    .orderBy(flips.position)
}

/** Flips of flags in other systems, in the order of the plan. */
export async function listConnectedFlips(db: Queryable, launchId: LaunchId, states: FlipState[]): Promise<ConnectedFlip[]> {
  const rows = await db
    .select({ flip: flips, connectionId: flags.connectionId, key: flags.key, environment: flags.environment })
    .from(flips)
    .innerJoin(flags, eq(flags.id, flips.flagId))
    .where(and(eq(flips.launchId, launchId), inArray(flips.state, states), sql`${flips.recordedState} is not null`))
    .orderBy(flips.position)
  return rows.map(({ flip: { id, flagId, state, before, desired, recordedState, changeKey }, ...named }) => ({
    ...{ id, flagId, state, before, desired, ...named },
    recordedState: recordedState ?? {},
    changeKey: changeKey ?? id,
  }))
}

/** Another release that is public with this very exposure of the flag, and would lose it. */
export type Relying = { release: string; flipId: FlipId }

export async function findReleaseRelyingOn(db: Queryable, launch: Launch, flip: ConnectedFlip): Promise<Relying | null> {
  const [row] = await db
    .select({ release: releases.name, flipId: flips.id })
    .from(flips)
    .innerJoin(launches, eq(launches.id, flips.launchId))
    .innerJoin(releases, eq(releases.id, launches.releaseId))
    .where(
      and(
        eq(flips.flagId, flip.flagId),
        eq(flips.state, "applied"),
        sql`${flips.desired} = ${JSON.stringify(flip.desired)}::jsonb`,
        ne(launches.releaseId, launch.releaseId),
        isPublicLaunch(),
      ),
    )
    .orderBy(desc(launches.releasedAt))
    .limit(1)
  return row ?? null
}

export type LaunchStep = { name: string; at: Temporal.Instant; detail: Record<string, unknown> }

/** The launch's story, from the lines that were written with each step. */
export async function listSteps(db: Queryable, launchId: LaunchId): Promise<LaunchStep[]> {
  const rows = await db
    .select({ action: auditRecords.action, at: auditRecords.at, detail: auditRecords.detail })
    .from(auditRecords)
    .where(and(eq(auditRecords.subjectKind, "launch"), eq(auditRecords.subjectId, launchId)))
    .orderBy(auditRecords.id)
  return rows.map(({ action, at, detail }) => ({ name: action, at, detail }))
}

/** How a launch stands, as a text that is another one whenever anything of it has moved; null where there is no such launch. */
export async function findLaunchPulse(db: Queryable, id: LaunchId): Promise<{ pulse: string; state: LaunchState } | null> {
  const [row] = await db.execute<{ state: LaunchState; told: string; mail: string | null }>(sql`
    select launches.state, mails.counts as mail,
      (select count(*) || ' ' || coalesce(max(id::text), '') from audit_records
        where subject_kind = 'launch' and subject_id = launches.id::text) as told
    from launches
    left join lateral (
      select concat_ws(' ', state, candidates, excluded, accepted, failed, unknown, cancelled, bounced) as counts
      from delivery_plans where launch_id = launches.id
    ) mails on true
    where launches.id = ${id}`)
  return row ? { state: row.state, pulse: `${row.state} ${row.told} ${row.mail ?? ""}` } : null
}

export type DriftView = { kind: DriftKind; subject: string; expected: string; seen: string; noticedAt: Temporal.Instant }

/** What is no longer as the launch left it, as far as it was noticed. */
export async function listDrift(db: Queryable, launchId: LaunchId): Promise<DriftView[]> {
  const { kind, subject, expected, seen, noticedAt } = drifts
  return db
    .select({ kind, subject, expected, seen, noticedAt })
    .from(drifts)
    .where(and(eq(drifts.launchId, launchId), isNull(drifts.clearedAt)))
    .orderBy(drifts.id)
}

export function launchOf(row: typeof launches.$inferSelect): Launch {
  const { id, releaseId, stageId, state, interrupted, begunAt, patientUntil, holdUntil, releasedAt, siteRevision } = row
  return { id, releaseId, stageId, state, interrupted, begunAt, patientUntil, holdUntil, releasedAt, siteRevision }
}
