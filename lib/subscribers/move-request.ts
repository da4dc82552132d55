import { and, eq, sql } from "drizzle-orm"
import { subscriptionRequests } from "#db/schema/subscribers.ts"
import type { Transaction } from "#db/transaction.ts"
import { LostRace } from "../jobs/run-job.ts"
import type { SubscriptionRequestId } from "../kernel/ids.ts"
import type { RequestAnswer, RequestState } from "./subscription-request.ts"

export type RequestMove = { id: SubscriptionRequestId; from: RequestState; to: RequestState; answer?: RequestAnswer }

/** By compare-and-set: whoever finds it moved on already has nothing to do. */
export async function moveRequest(tx: Transaction, { id, from, to, answer }: RequestMove): Promise<void> {
  const moved = await tx
    .update(subscriptionRequests)
    .set({ state: to, updatedAt: sql`now()`, ...(answer === undefined ? {} : { answer }) })
    .where(and(eq(subscriptionRequests.id, id), eq(subscriptionRequests.state, from)))
    .returning({ id: subscriptionRequests.id })
  if (moved.length === 0) throw new LostRace(`the request ${id}`)
}
