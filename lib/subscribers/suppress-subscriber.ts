import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import type { SubscriberId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { lockSubscriber } from "./lock-subscriber.ts"
import { suppressAddress } from "./suppress-address.ts"

/** Nothing is mailed to their address any more, whoever asks for it, until the team says otherwise. */
export async function suppressSubscriber(deps: Pick<Runtime, "db">, actor: Actor, id: SubscriberId): Promise<void> {
  authorize(actor, "subscriber.write")
  await deps.db.transaction(async (tx) => {
    const { addressHash, state } = await lockSubscriber(tx, id)
    const source = `suppressed by ${actor.name}`
    await suppressAddress(tx, { actor, addressHash, reason: "team", source })
    if (state !== "ended") return
    await recordAudit(tx, { actor, action: "address.suppressed", subject: { kind: "subscriber", id }, detail: { reason: "team", source } })
  })
}
