import type { Transaction } from "#db/transaction.ts"
import type { LaunchId } from "../kernel/ids.ts"
import { pendingOf } from "./delivery-plan.ts"
import { movePlan } from "./move-plan.ts"
import { countDeliveries, type Plan } from "./queries.ts"

/**
 * Every mail of the launch has its end. Counted once more from the rows before that is said: a count that differs is a mistake of ours,
 * and a launch that claims to have mailed everybody while it has not is the worst kind.
 */
export async function endMail(tx: Transaction, launchId: LaunchId, plan: Plan): Promise<void> {
  const rows = await countDeliveries(tx, launchId)
  for (const state of ["excluded", "accepted", "failed", "unknown", "cancelled"] as const) {
    if ((rows[state] ?? 0) !== plan[state])
      throw new Error(`launch ${launchId} counts ${plan[state]} ${state}, its rows ${rows[state] ?? 0}`)
  }
  if (pendingOf(plan) !== 0) throw new Error(`launch ${launchId} has ${pendingOf(plan)} mails left, and no batch of them`)
  await movePlan(tx, launchId, { from: ["sending"], to: "ended" })
}
