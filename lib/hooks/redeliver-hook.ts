import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { enqueueJob } from "../jobs/enqueue-job.ts"
import { Conflict } from "../kernel/errors.ts"
import type { HookDeliveryId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { processHookJob } from "./jobs.ts"
import { lockHookDelivery } from "./lock-hook-delivery.ts"
import { moveHookDelivery } from "./move-hook-delivery.ts"

/** Processes once more what arrived, as if it came again: after a setting was mended, say. What is on its way already stays so. */
export async function redeliverHook(deps: Pick<Runtime, "db">, actor: Actor, id: HookDeliveryId): Promise<void> {
  authorize(actor, "hook.redeliver")
  await deps.db.transaction(async (tx) => {
    const delivery = await lockHookDelivery(tx, id)
    if (delivery.news === null) throw new Conflict("nothing_to_process", "This delivery has nothing in it that could be processed.")
    if (delivery.outcome === "received") return
    await moveHookDelivery(tx, id, { outcome: "received", reason: null })
    await enqueueJob(tx, processHookJob, { deliveryId: id })
    const { event, repository, outcome: was } = delivery
    await recordAudit(tx, { actor, action: "hook.redelivered", subject: { kind: "hook delivery", id }, detail: { event, repository, was } })
  })
}
