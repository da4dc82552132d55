import { and, eq, sql } from "drizzle-orm"
import { subscriptionRequests } from "#db/schema/subscribers.ts"
import type { Transaction } from "#db/transaction.ts"
import { recordAudit } from "../audit/record-audit.ts"
import type { Runtime } from "../runtime.ts"
import { findAddressKey } from "./find-address-key.ts"
import type { RequestSubscription } from "./input.ts"
import { openRequest } from "./open-request.ts"
import { refuseUnknownTopics } from "./refuse-unknown-topics.ts"
import { hashOfClient, MOST_PER_CLIENT } from "./subscription-request.ts"
import { VISITOR } from "./visitor.ts"

/** `too many`: from where it came, whatever the address. Nothing else is told, and nothing else is looked up here. */
export type RequestOutcome = { is: "received" } | { is: "too many" }

/**
 * Somebody wants to subscribe. The same statements run for an address that is known, unknown, gone or suppressed: which it is, a job
 * finds out later, and answers by mail alone.
 */
export async function requestSubscription(
  deps: Pick<Runtime, "db" | "settings">,
  input: RequestSubscription,
  client: string,
): Promise<RequestOutcome> {
  return deps.db.transaction(async (tx) => {
    await refuseUnknownTopics(tx, input.topics)
    const key = await findAddressKey(tx, deps.settings)
    if (await hasAskedEnough(tx, hashOfClient(key, client))) return { is: "too many" }
    const { email, ...wishes } = input
    const id = await openRequest(tx, { ...email, ...wishes, key, client })
    await recordAudit(tx, { actor: VISITOR, action: "subscription.requested", subject: { kind: "subscription", id } })
    return { is: "received" }
  })
}

/** Under a lock, so that a hundred at once count each other. */
async function hasAskedEnough(tx: Transaction, clientHash: string): Promise<boolean> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`subscriptions from ${clientHash}`}, 0))`)
  const recent = sql`${subscriptionRequests.createdAt} > now() - ${MOST_PER_CLIENT.within}::interval`
  const [row] = await tx
    .select({ count: sql<number>`count(*)::int` })
    .from(subscriptionRequests)
    .where(and(eq(subscriptionRequests.clientHash, clientHash), recent))
  return (row?.count ?? 0) >= MOST_PER_CLIENT.count
}
