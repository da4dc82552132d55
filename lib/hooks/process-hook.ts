import { asDatabase } from "#db/transaction.ts"
import { enqueueJob } from "../jobs/enqueue-job.ts"
import { LostRace, RetryLater } from "../jobs/run-job.ts"
import { isDomainError } from "../kernel/errors.ts"
import type { Runtime } from "../runtime.ts"
import { applyNews } from "./apply-news.ts"
import { failHook } from "./fail-hook.ts"
import { hookNews } from "./input.ts"
import { askCodeHostJob, type ProcessHook } from "./jobs.ts"
import { lockHookDelivery } from "./lock-hook-delivery.ts"
import { moveHookDelivery } from "./move-hook-delivery.ts"

/** Does what a delivery says, and says what came of it, in one commit: once, however often it is tried. */
export async function processHook(deps: Pick<Runtime, "db" | "codeHost">, payload: ProcessHook): Promise<void> {
  try {
    await settleHook(deps, payload)
  } catch (error) {
    // Refused by a rule of ours: but for a launch, which ends, only a person can change that.
    if (!isDomainError(error)) throw error
    if (error.code === "launching") throw new RetryLater(error.message)
    await failHook(deps, { ...payload, reason: reasonOf(error) })
  }
}

async function settleHook(deps: Pick<Runtime, "db" | "codeHost">, { deliveryId }: ProcessHook): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const delivery = await lockHookDelivery(tx, deliveryId)
    if (delivery.outcome !== "received") throw new LostRace(`hook delivery ${deliveryId}`)
    const applied = await applyNews({ db: asDatabase(tx) }, delivery.sender, hookNews.parse(delivery.news))
    await moveHookDelivery(tx, deliveryId, applied)
    const isAskable = delivery.source === "github" && applied.outcome === "processed" && deps.codeHost !== null
    if (isAskable) await enqueueJob(tx, askCodeHostJob, { deliveryId, asked: 0 })
  })
}

function reasonOf(error: { message: string; complaints: { path: string; message: string }[] }): string {
  return error.complaints.length === 0 ? error.message : error.complaints.map(({ path, message }) => `${path} ${message}`).join("; ")
}
