import { eq, sql } from "drizzle-orm"
import { subscribers, suppressions } from "#db/schema/subscribers.ts"
import type { Transaction } from "#db/transaction.ts"
import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { Conflict } from "../kernel/errors.ts"
import type { SubscriberId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { lockSubscriber } from "./lock-subscriber.ts"
import { isLiftable } from "./suppression.ts"

/**
 * Mail may go to their address again. Whose subscription ended with the suppression, and by nothing else, has it back with the consent
 * they gave. A complaint stays: nobody but the mailbox's owner could take it back.
 */
export async function liftSuppression(
  deps: Pick<Runtime, "db">,
  actor: Actor,
  id: SubscriberId,
): Promise<{ is: "subscribed" | "reachable" }> {
  authorize(actor, "subscriber.write")
  return deps.db.transaction(async (tx) => {
    const { addressHash, endReason, consentAt } = await lockSubscriber(tx, id)
    const [standing] = await tx.select().from(suppressions).where(eq(suppressions.addressHash, addressHash)).for("update")
    if (standing === undefined) return { is: "reachable" }
    if (!isLiftable(standing.reason)) throw new Conflict("complained", "They called a mail of yours spam: their address stays suppressed.")
    await tx.delete(suppressions).where(eq(suppressions.addressHash, addressHash))
    const isBack = endReason === standing.reason && consentAt !== null
    if (isBack) await bringBack(tx, id)
    const detail = { reason: standing.reason, subscribed: isBack }
    await recordAudit(tx, { actor, action: "address.released", subject: { kind: "subscriber", id }, detail })
    return { is: isBack ? "subscribed" : "reachable" }
  })
}

async function bringBack(tx: Transaction, id: SubscriberId): Promise<void> {
  await tx.update(subscribers).set({ state: "active", endedAt: null, endReason: null, updatedAt: sql`now()` }).where(eq(subscribers.id, id))
}
