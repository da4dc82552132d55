import { recordAudit } from "../audit/record-audit.ts"
import type { HookDeliveryId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { lockHookDelivery } from "./lock-hook-delivery.ts"
import { moveHookDelivery } from "./move-hook-delivery.ts"

/** Puts a delivery where a person finds it, with the reason. */
export async function failHook(deps: Pick<Runtime, "db">, failed: { deliveryId: HookDeliveryId; reason: string }): Promise<void> {
  const { deliveryId: id, reason } = failed
  await deps.db.transaction(async (tx) => {
    const delivery = await lockHookDelivery(tx, id)
    if (delivery.outcome !== "received") return
    await moveHookDelivery(tx, id, { outcome: "failed", reason })
    const { event, repository, sender: actor } = delivery
    await recordAudit(tx, { actor, action: "hook.failed", subject: { kind: "hook delivery", id }, detail: { event, repository, reason } })
  })
}
