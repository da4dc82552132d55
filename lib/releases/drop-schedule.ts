import { eq } from "drizzle-orm"
import { schedules } from "#db/schema/releases.ts"
import type { Transaction } from "#db/transaction.ts"
import type { ReleaseId } from "../kernel/ids.ts"

/** Takes the schedule away where there is one. Joins a transaction that holds the release's lock, writes its state and says why. */
export async function dropSchedule(tx: Transaction, releaseId: ReleaseId): Promise<void> {
  await tx.delete(schedules).where(eq(schedules.releaseId, releaseId))
}
