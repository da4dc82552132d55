import { and, eq } from "drizzle-orm"
import { schedules } from "#db/schema/releases.ts"
import type { Transaction } from "#db/transaction.ts"
import { recordAudit } from "../audit/record-audit.ts"
import type { ReleaseId } from "../kernel/ids.ts"
import { lockRelease } from "./lock-release.ts"
import { SCHEDULER, type Schedule } from "./schedule.ts"

/** The same wall time, by the zone's present rules. Does nothing where this version of the schedule is gone, or another worker moved it. */
export async function moveSchedule(
  tx: Transaction,
  schedule: Schedule & { releaseId: ReleaseId },
  to: Temporal.Instant,
): Promise<"moved" | "stale"> {
  const { releaseId, version, at, timeZone, instant } = schedule
  const release = await lockRelease(tx, releaseId)
  const moved = await tx
    .update(schedules)
    .set({ dueAt: to })
    .where(and(eq(schedules.releaseId, releaseId), eq(schedules.version, version), eq(schedules.dueAt, instant)))
    .returning({ version: schedules.version })
  if (moved.length === 0) return "stale"
  const subject = { kind: "release", id: releaseId } as const
  const detail = { name: release.name, at, timeZone, before: instant, after: to }
  await recordAudit(tx, { actor: SCHEDULER, action: "schedule.recomputed", subject, detail })
  return "moved"
}
