import { eq, sql } from "drizzle-orm"
import { subscribers } from "#db/schema/subscribers.ts"
import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import type { SubscriberId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { lockSubscriber } from "./lock-subscriber.ts"

/** The team ends a subscription, as if they had asked to. Only they themselves can subscribe again. */
export async function takeOffSubscriber(deps: Pick<Runtime, "db">, actor: Actor, id: SubscriberId): Promise<void> {
  authorize(actor, "subscriber.write")
  await deps.db.transaction(async (tx) => {
    const { state } = await lockSubscriber(tx, id)
    if (state === "ended") return
    const now = sql`now()`
    // A confirm link of before opens nothing any more.
    const round = sql`${subscribers.confirmRound} + 1`
    await tx
      .update(subscribers)
      .set({ state: "ended", endReason: "team", endedAt: now, updatedAt: now, confirmRound: round })
      .where(eq(subscribers.id, id))
    await recordAudit(tx, { actor, action: "subscriber.ended", subject: { kind: "subscriber", id }, detail: { by: "team" } })
  })
}
