import { sql } from "drizzle-orm"
import type { Transaction } from "#db/transaction.ts"
import type { Actor } from "../access/actor.ts"
import { enqueueJob } from "../jobs/enqueue-job.ts"
import type { LaunchId } from "../kernel/ids.ts"
import { materialiseAudienceJob, reportMailJob } from "./jobs.ts"
import { movePlan } from "./move-plan.ts"
import { findPlan } from "./queries.ts"

/**
 * A person lets sending go on, knowing why it had stopped: what has bounced so far is forgiven, and only what comes from here on counts
 * towards the next pause. It goes on where it was: writing out the audience, or sending. False where it was not paused.
 */
export async function resumeMail(tx: Transaction, launchId: LaunchId, by: Actor): Promise<boolean> {
  const plan = await findPlan(tx, launchId)
  if (!plan) return false
  const to = plan.materialisedAt === null ? "materialising" : "sending"
  if (!(await movePlan(tx, launchId, { from: ["paused"], to, by }))) return false
  await tx.execute(sql`
    update delivery_plans set accepted_before = accepted, bounced_before = bounced, complained_before = complained where launch_id = ${launchId}`)
  // What may be tried again at once has not waited in vain: the provider is asked as soon as there is a slot.
  await tx.execute(sql`update mail_paces set next_at = least(next_at, now()), silent = 0`)
  if (to === "materialising") await enqueueJob(tx, materialiseAudienceJob, { launchId })
  else if (plan.openBatches === 0) await enqueueJob(tx, reportMailJob, { launchId })
  return true
}
