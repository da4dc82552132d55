import type { Transaction } from "#db/transaction.ts"
import { enqueueJob } from "../jobs/enqueue-job.ts"
import type { LaunchId } from "../kernel/ids.ts"
import { materialiseAudienceJob } from "./jobs.ts"
import { movePlan } from "./move-plan.ts"

/** The hold is over: from here on, mail leaves the building. False where the launch mails nobody. */
export async function beginMail(tx: Transaction, launchId: LaunchId): Promise<boolean> {
  const isBegun = await movePlan(tx, launchId, { from: ["planned"], to: "materialising" })
  if (isBegun) await enqueueJob(tx, materialiseAudienceJob, { launchId })
  return isBegun
}
