import { eq, sql } from "drizzle-orm"
import { releases } from "#db/schema/releases.ts"
import type { Transaction } from "#db/transaction.ts"
import { recordAudit } from "../audit/record-audit.ts"
import type { ReleaseId } from "../kernel/ids.ts"
import { dropSchedule } from "./drop-schedule.ts"
import { lockRelease } from "./lock-release.ts"
import { findSchedule } from "./queries.ts"
import { SCHEDULER } from "./schedule.ts"

/** The clock does not launch this release any more: a person has to. `stale` where this version of its schedule is gone already. */
export async function holdRelease(
  tx: Transaction,
  input: { releaseId: ReleaseId; version: number; because: string },
): Promise<"held" | "stale"> {
  const release = await lockRelease(tx, input.releaseId)
  const schedule = await findSchedule(tx, release.id)
  if (schedule?.version !== input.version) return "stale"
  await dropSchedule(tx, release.id)
  await tx.update(releases).set({ state: "held", heldBecause: input.because, updatedAt: sql`now()` }).where(eq(releases.id, release.id))
  await recordAudit(tx, {
    actor: SCHEDULER,
    action: "release.held",
    subject: { kind: "release", id: release.id },
    detail: { name: release.name, because: input.because, schedule },
  })
  return "held"
}
