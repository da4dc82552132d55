import { eq, sql } from "drizzle-orm"
import { idempotentAnswers } from "#db/schema/access.ts"
import { capturedMails } from "#db/schema/mail.ts"
import { subscribers, subscriptionRequests, suppressions } from "#db/schema/subscribers.ts"
import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { NotFound } from "../kernel/errors.ts"
import type { SubscriberId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"

/**
 * Forgets a person. What stays is the keyed hash of the address, so that no list can bring them back, and ids in the audit log.
 * They themselves can subscribe again.
 */
export async function eraseSubscriber(deps: Pick<Runtime, "db">, actor: Actor, id: SubscriberId): Promise<void> {
  authorize(actor, "subscriber.erase")
  await deps.db.transaction(async (tx) => {
    const [gone] = await tx.delete(subscribers).where(eq(subscribers.id, id)).returning()
    if (gone === undefined) throw new NotFound("subscriber")
    const { addressHash, email } = gone
    await tx.insert(suppressions).values({ addressHash, reason: "erased", source: actor.name }).onConflictDoNothing()
    await tx.delete(subscriptionRequests).where(eq(subscriptionRequests.addressHash, addressHash))
    // A repeated request would be answered with the person for a week; the answer is one text, and their id is in it.
    await tx.delete(idempotentAnswers).where(sql`position(${id}::text in ${idempotentAnswers.body} #>> '{}') > 0`)
    await tx.delete(capturedMails).where(eq(capturedMails.recipient, email))
    await recordAudit(tx, { actor, action: "subscriber.erased", subject: { kind: "subscriber", id } })
  })
}
