import { and, eq, ne, sql } from "drizzle-orm"
import { subscribers, suppressions } from "#db/schema/subscribers.ts"
import type { Transaction } from "#db/transaction.ts"
import type { Actor } from "../access/actor.ts"
import { recordAudit } from "../audit/record-audit.ts"
import type { SubscriberId } from "../kernel/ids.ts"

export type Suppressing = { actor: Actor; addressHash: string; reason: "bounced" | "complained" | "team"; source: string }

/** From now on nothing is mailed there: in one commit with what is known of the person. The same again changes nothing. */
export async function suppressAddress(tx: Transaction, { actor, addressHash, reason, source }: Suppressing): Promise<SubscriberId | null> {
  await tx.insert(suppressions).values({ addressHash, reason, source }).onConflictDoNothing()
  const [ended] = await tx
    .update(subscribers)
    .set({ state: "ended", endReason: reason, endedAt: sql`now()`, updatedAt: sql`now()` })
    .where(and(eq(subscribers.addressHash, addressHash), ne(subscribers.state, "ended")))
    .returning({ id: subscribers.id })
  if (ended === undefined) return null
  await recordAudit(tx, { actor, action: "address.suppressed", subject: { kind: "subscriber", id: ended.id }, detail: { reason, source } })
  return ended.id
}
