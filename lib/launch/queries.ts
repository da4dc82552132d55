import { and, desc, eq, notInArray } from "drizzle-orm"
import { auditRecords } from "#db/schema/audit.ts"
import { flags } from "#db/schema/flags.ts"
import { flips, launches } from "#db/schema/launches.ts"
import type { Queryable } from "#db/transaction.ts"
import type { Exposure } from "../flags/exposure.ts"
import { NotFound } from "../kernel/errors.ts"
import type { FlagId, LaunchId, ReleaseId, StageId } from "../kernel/ids.ts"
import type { FlipState } from "./flip.ts"
import { ENDED_STATES, type Launch } from "./launch.ts"

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
}

export async function listFlips(db: Queryable, launchId: LaunchId): Promise<FlipView[]> {
  return db
    .select({
      flag: { id: flags.id, key: flags.key, environment: flags.environment, connection: flags.connectionId },
      before: flips.before,
      desired: flips.desired,
      observed: flips.observed,
      state: flips.state,
    })
    .from(flips)
    .innerJoin(flags, eq(flags.id, flips.flagId))
    .where(eq(flips.launchId, launchId))
    .orderBy(flips.position)
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

export function launchOf(row: typeof launches.$inferSelect): Launch {
  const { id, releaseId, stageId, state, interrupted, begunAt, releasedAt, siteRevision } = row
  return { id, releaseId, stageId, state, interrupted, begunAt, releasedAt, siteRevision }
}
