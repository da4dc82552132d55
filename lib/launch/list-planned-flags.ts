import { eq } from "drizzle-orm"
import { builtInFlags, flags } from "#db/schema/flags.ts"
import { flagTargets } from "#db/schema/releases.ts"
import type { Queryable } from "#db/transaction.ts"
import type { StageId } from "../kernel/ids.ts"
import { type PlannedFlag, plannedFlagOf } from "./planned-flag.ts"
import type { Survey } from "./survey-flags.ts"

/** The flags a stage would move, in the order of their ids: locks are taken in that order too. */
export async function listPlannedFlags(db: Queryable, stageId: StageId, survey: Survey): Promise<PlannedFlag[]> {
  const rows = await db
    .select({ id: flags.id, key: flags.key, environment: flags.environment, target: flagTargets, state: builtInFlags })
    .from(flagTargets)
    .innerJoin(flags, eq(flags.id, flagTargets.flagId))
    .leftJoin(builtInFlags, eq(builtInFlags.flagId, flags.id))
    .where(eq(flagTargets.stageId, stageId))
    .orderBy(flags.id)
  return rows.map((row) => plannedFlagOf(row, survey.readings.get(row.id)))
}
