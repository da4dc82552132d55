import { eq, sql } from "drizzle-orm"
import { releases, schedules } from "#db/schema/releases.ts"
import type { Transaction } from "#db/transaction.ts"
import type { ReleaseId } from "../kernel/ids.ts"

/**
 * Whether this version of the schedule may launch the release now, by the database's clock. `stale`: it was withdrawn or
 * replaced; `late`: it is longer past than the release's grace. Joins a transaction that holds the release's lock.
 */
export async function checkSchedule(tx: Transaction, releaseId: ReleaseId, version: number): Promise<"due" | "stale" | "early" | "late"> {
  const [schedule] = await tx
    .select({ version: schedules.version, isDue: IS_DUE, isLate: IS_LATE })
    .from(schedules)
    .innerJoin(releases, eq(releases.id, schedules.releaseId))
    .where(eq(schedules.releaseId, releaseId))
  if (schedule?.version !== version) return "stale"
  if (!schedule.isDue) return "early"
  return schedule.isLate ? "late" : "due"
}

// Not now(): that is when the transaction began, and it may have waited for the lock since.
const IS_DUE = sql<boolean>`${schedules.dueAt} <= clock_timestamp()`
const IS_LATE = sql<boolean>`${schedules.dueAt} + make_interval(secs => ${releases.graceSeconds}) < clock_timestamp()`
