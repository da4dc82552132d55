import type { Transaction } from "#db/transaction.ts"
import type { Actor } from "../access/actor.ts"
import type { LaunchId } from "../kernel/ids.ts"
import type { Pauser } from "./delivery-plan.ts"
import { movePlan } from "./move-plan.ts"

/** Nothing more leaves for now. What was taken before may still go: as many batches as there are lanes. False where nothing was leaving. */
export async function pauseMail(
  tx: Transaction,
  launchId: LaunchId,
  why: { by: Actor; pausedBy: Pauser; because: string },
): Promise<boolean> {
  return movePlan(tx, launchId, { from: ["materialising", "sending"], to: "paused", ...why })
}
