import { and, eq, ne, sql } from "drizzle-orm"
import { flags } from "#db/schema/flags.ts"
import { flagTargets, stages } from "#db/schema/releases.ts"
import type { Database } from "#db/transaction.ts"
import { desiredExposure } from "../flags/built-in-flag.ts"
import { BUILT_IN } from "../flags/flag-connection.ts"
import type { DesiredExposure, Refused, Retry, Seen } from "../flags/flag-provider.ts"
import type { FlagId, ReleaseId } from "../kernel/ids.ts"
import { sideBySide } from "../kernel/side-by-side.ts"
import type { Runtime } from "../runtime.ts"

/** What a flag service showed of a flag before the launch, and why it could not be moved as planned. "Unreachable" is a reading too. */
export type FlagReading = { answer: Seen | Retry | Refused; obstacle: string | null }
export type Survey = { readings: ReadonlyMap<FlagId, FlagReading>; lookedAt: string }

/** Few enough for any flag service, and enough that twenty flags do not take twenty times as long as one. */
export const FLAGS_AT_ONCE = 4

/** Asks the flag services about every flag of theirs that the release wants to move. Network first, locks second. */
export async function surveyFlags(deps: Pick<Runtime, "db" | "flags">, releaseId: ReleaseId): Promise<Survey> {
  const lookedAt = await databaseTime(deps.db)
  const targets = await listConnectedTargets(deps.db, releaseId)
  const readings = await sideBySide(targets, FLAGS_AT_ONCE, async ({ id, desired }): Promise<[FlagId, FlagReading]> => {
    const answer = await deps.flags.read(id)
    return [id, { answer, obstacle: answer.is === "seen" ? await deps.flags.obstacle(id, answer.state, desired) : null }]
  })
  return { readings: new Map(readings), lookedAt }
}

/** As PostgreSQL prints it: only it compares this with what it has stamped itself. */
async function databaseTime(db: Database): Promise<string> {
  const [row] = await db.execute<{ now: string }>(sql`select clock_timestamp()::text as now`)
  if (!row) throw new Error("the database has no clock")
  return row.now
}

async function listConnectedTargets(db: Database, releaseId: ReleaseId): Promise<{ id: FlagId; desired: DesiredExposure }[]> {
  const rows = await db
    .select({ id: flags.id, enabled: flagTargets.enabled, rollout: flagTargets.rollout })
    .from(flagTargets)
    .innerJoin(stages, eq(stages.id, flagTargets.stageId))
    .innerJoin(flags, eq(flags.id, flagTargets.flagId))
    .where(and(eq(stages.releaseId, releaseId), ne(flags.connectionId, BUILT_IN)))
    .orderBy(flags.id)
  return rows.map(({ id, ...target }) => ({ id, desired: desiredExposure(target) }))
}
