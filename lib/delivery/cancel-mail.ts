import type { Transaction } from "#db/transaction.ts"
import type { Actor } from "../access/actor.ts"
import type { LaunchId } from "../kernel/ids.ts"
import { movePlan } from "./move-plan.ts"

/**
 * Nothing more of this launch leaves: from this commit on nobody takes a batch of it. One that was taken before may still go, and is
 * listed. The rows follow by `writeOffMail`. False where there is nothing to cancel.
 */
export async function cancelMail(tx: Transaction, launchId: LaunchId, { by, because }: { by: Actor; because: string }): Promise<boolean> {
  // Within the hold there is no row yet, and so nothing to write off.
  if (await movePlan(tx, launchId, { from: ["planned"], to: "ended", by, because })) return true
  return movePlan(tx, launchId, { from: ["materialising", "sending", "paused"], to: "cancelling", by, because })
}
