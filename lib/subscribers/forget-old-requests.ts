import { and, eq, gt, sql } from "drizzle-orm"
import { subscribers, subscriptionRequests } from "#db/schema/subscribers.ts"
import type { Runtime } from "../runtime.ts"

/** Long after the limits have stopped counting them. */
const REQUESTS_KEPT = "7 days"
/** A question that nobody answered for so long was never theirs, or no longer is. Its link works as long. */
const QUESTIONS_KEPT = "90 days"

/** Addresses that were only typed in are not kept: the requests go after a week, who never confirmed after three months. */
export async function forgetOldRequests({ db }: Pick<Runtime, "db">): Promise<void> {
  await db.delete(subscriptionRequests).where(sql`${subscriptionRequests.createdAt} < now() - ${REQUESTS_KEPT}::interval`)
  const unanswered = and(eq(subscribers.state, "pending"), gt(subscribers.confirmRound, 0))
  await db.delete(subscribers).where(and(unanswered, sql`${subscribers.updatedAt} < now() - ${QUESTIONS_KEPT}::interval`))
}
