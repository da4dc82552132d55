import { and, desc, eq, sql } from "drizzle-orm"
import { deliveries, deliveryPlans } from "#db/schema/deliveries.ts"
import { releases } from "#db/schema/releases.ts"
import { subscribers } from "#db/schema/subscribers.ts"
import type { Queryable } from "#db/transaction.ts"
import type { LaunchId, ReleaseId, SubscriberId } from "../kernel/ids.ts"
import type { DeliveryState, Feedback } from "./delivery.ts"

export type Plan = typeof deliveryPlans.$inferSelect

export async function findPlan(db: Queryable, launchId: LaunchId): Promise<Plan | null> {
  const [plan] = await db.select().from(deliveryPlans).where(eq(deliveryPlans.launchId, launchId))
  return plan ?? null
}

export type DeliveryView = {
  /** Null: they have asked to be erased. */
  subscriber: { id: SubscriberId; email: string; name: string | null } | null
  id: SubscriberId
  state: DeliveryState
  reason: string | null
  feedback: Feedback | null
  movedAt: Temporal.Instant
}

/** The deliveries of a launch in the order of their subscribers, `limit` after `after`. */
export async function listDeliveries(
  db: Queryable,
  launchId: LaunchId,
  page: { states: readonly DeliveryState[]; after: SubscriberId | null; limit: number },
): Promise<DeliveryView[]> {
  const { subscriberId, state, reason, feedback, movedAt } = deliveries
  const ofLaunch = sql`${deliveries.releaseId} = (select release_id from delivery_plans where launch_id = ${launchId})`
  const after = page.after === null ? sql`true` : sql`${subscriberId} > ${page.after}`
  return db
    .select({ id: subscriberId, state, reason, feedback, movedAt, subscriber: NAMED })
    .from(deliveries)
    .leftJoin(subscribers, eq(subscribers.id, subscriberId))
    .where(and(ofLaunch, eq(deliveries.launchId, launchId), inStates(page.states), after))
    .orderBy(subscriberId)
    .limit(page.limit)
}

const NAMED = { id: subscribers.id, email: subscribers.email, name: subscribers.name }

function inStates(states: readonly DeliveryState[]) {
  return sql`${deliveries.state} in (${sql.join(
    states.map((state) => sql`${state}`),
    sql`, `,
  )})`
}

/** The counts as the rows tell them: what the plan's own must be equal to. */
export async function countDeliveries(db: Queryable, launchId: LaunchId): Promise<Partial<Record<DeliveryState, number>>> {
  const rows = await db
    .select({ state: deliveries.state, count: sql<number>`count(*)::int` })
    .from(deliveries)
    .where(
      and(
        sql`${deliveries.releaseId} = (select release_id from delivery_plans where launch_id = ${launchId})`,
        eq(deliveries.launchId, launchId),
      ),
    )
    .groupBy(deliveries.state)
  return Object.fromEntries(rows.map(({ state, count }) => [state, count]))
}

/** Why the excluded ones were left out, the most frequent reason first. */
export async function countExclusions(db: Queryable, launchId: LaunchId): Promise<{ reason: string; count: number }[]> {
  return db.execute<{ reason: string; count: number }>(sql`
    select reason, count(*)::int as count from ${deliveries}
    where ${deliveries.releaseId} = (select release_id from delivery_plans where launch_id = ${launchId})
      and ${deliveries.launchId} = ${launchId} and ${deliveries.state} = 'excluded'
    group by reason order by count desc, reason`)
}

export type MailedTo = { release: { id: ReleaseId; name: string }; state: DeliveryState; reason: string | null; movedAt: Temporal.Instant }

/** Deliveries are found by their release: looking in each of the newest costs less than an index that every mail is written into. */
const RELEASES_LOOKED_AT = 500

/** What somebody was mailed, or should have been, the newest first. */
export async function listMailsTo(db: Queryable, id: SubscriberId): Promise<MailedTo[]> {
  const looked = db
    .select({ releaseId: deliveryPlans.releaseId, newest: sql<string>`max(${deliveryPlans.asOf})`.as("newest") })
    .from(deliveryPlans)
    .groupBy(deliveryPlans.releaseId)
    .orderBy(sql`newest desc`)
    .limit(RELEASES_LOOKED_AT)
    .as("looked")
  const { state, reason, movedAt } = deliveries
  return db
    .select({ release: { id: releases.id, name: releases.name }, state, reason, movedAt })
    .from(looked)
    .innerJoin(deliveries, and(eq(deliveries.releaseId, looked.releaseId), eq(deliveries.subscriberId, id)))
    .innerJoin(releases, eq(releases.id, deliveries.releaseId))
    .orderBy(desc(movedAt))
    .limit(50)
}
