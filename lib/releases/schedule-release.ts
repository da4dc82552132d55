import { eq, sql } from "drizzle-orm"
import { releases, schedules } from "#db/schema/releases.ts"
import type { Transaction } from "#db/transaction.ts"
import { type Actor, nameOf } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { Invalid } from "../kernel/errors.ts"
import type { ReleaseId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { lockRelease } from "./lock-release.ts"
import { findSchedule } from "./queries.ts"
import { refuseIfLaunched } from "./release.ts"
import { instantOf, PAST, type Schedule, type WallTime } from "./schedule.ts"

export type Scheduled = { is: "scheduled" | "rescheduled"; schedule: Schedule }

/** From now on the clock launches the release, and nothing of it can change. A schedule that was there is replaced: only the new one fires. */
export async function scheduleRelease(
  deps: Pick<Runtime, "db">,
  actor: Actor,
  input: WallTime & { releaseId: ReleaseId },
): Promise<Scheduled> {
  authorize(actor, "launch.begin")
  const { releaseId, at, timeZone } = input
  const instant = instantOf(input)
  return deps.db.transaction(async (tx) => {
    const release = await lockRelease(tx, releaseId)
    refuseIfLaunched(release.state)
    await refusePast(tx, instant)
    const before = await findSchedule(tx, releaseId)
    const version = await enterScheduled(tx, releaseId)
    const schedule = { at, timeZone, instant, version }
    await writeSchedule(tx, { releaseId, scheduledBy: nameOf(actor).name, ...schedule })
    const subject = { kind: "release", id: releaseId } as const
    await recordAudit(tx, { actor, action: "release.scheduled", subject, detail: { name: release.name, ...schedule, before } })
    return { is: before === null ? "scheduled" : "rescheduled", schedule }
  })
}

/** The database's clock decides, as it does when the time has come. */
async function refusePast(tx: Transaction, instant: Temporal.Instant): Promise<void> {
  const [row] = await tx.execute<{ past: boolean }>(sql`select ${instant.toString()}::timestamptz <= clock_timestamp() as past`)
  if (row?.past !== false) throw new Invalid([{ path: "at", message: PAST }])
}

/** Versions only grow, whatever happened to the schedule between: an old one can never be taken for the new one. */
async function enterScheduled(tx: Transaction, releaseId: ReleaseId): Promise<number> {
  const [row] = await tx
    .update(releases)
    .set({ state: "scheduled", heldBecause: null, scheduleVersion: sql`${releases.scheduleVersion} + 1`, updatedAt: sql`now()` })
    .where(eq(releases.id, releaseId))
    .returning({ version: releases.scheduleVersion })
  if (!row) throw new Error(`release ${releaseId} was not scheduled`)
  return row.version
}

async function writeSchedule(tx: Transaction, schedule: Schedule & { releaseId: ReleaseId; scheduledBy: string }): Promise<void> {
  const { releaseId, instant, ...words } = schedule
  const written = { ...words, dueAt: instant, scheduledAt: sql`now()` }
  await tx
    .insert(schedules)
    .values({ releaseId, ...written })
    .onConflictDoUpdate({ target: schedules.releaseId, set: written })
}
