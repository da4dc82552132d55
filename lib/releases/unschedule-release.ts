import { eq, sql } from "drizzle-orm"
import { releases } from "#db/schema/releases.ts"
import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import type { ReleaseId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { dropSchedule } from "./drop-schedule.ts"
import { lockRelease } from "./lock-release.ts"
import { findSchedule } from "./queries.ts"
import { refuseIfLaunched } from "./release.ts"

/**
 * No clock launches the release any more, and it can be edited again; one that is held is a plan again. Where neither is so
 * nothing happens. Refused once the launch has begun, so that whoever is told "unscheduled" can rely on it.
 */
export async function unscheduleRelease(deps: Pick<Runtime, "db">, actor: Actor, input: { releaseId: ReleaseId }): Promise<void> {
  authorize(actor, "launch.begin")
  return deps.db.transaction(async (tx) => {
    const release = await lockRelease(tx, input.releaseId)
    refuseIfLaunched(release.state)
    if (release.state !== "scheduled" && release.state !== "held") return
    const before = await findSchedule(tx, release.id)
    await dropSchedule(tx, release.id)
    await tx.update(releases).set({ state: "planned", heldBecause: null, updatedAt: sql`now()` }).where(eq(releases.id, release.id))
    await recordAudit(tx, {
      actor,
      action: "release.unscheduled",
      subject: { kind: "release", id: release.id },
      detail: { name: release.name, was: release.state, before },
    })
  })
}
