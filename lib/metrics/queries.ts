import { and, count, inArray, lt, sql } from "drizzle-orm"
import { launches } from "#db/schema/launches.ts"
import type { Queryable } from "#db/transaction.ts"
import { OPEN_STATES } from "../launch/launch.ts"

/** Seconds that the oldest due job has waited for a worker: 0 where none waits, null where there is no queue yet. */
export async function findOldestUnclaimedJob(db: Queryable): Promise<number | null> {
  const [queue] = await db.execute<{ exists: boolean }>(sql`select to_regclass('pgboss.job') is not null as exists`)
  if (queue?.exists !== true) return null
  const [row] = await db.execute<{ seconds: number }>(sql`
    select coalesce(extract(epoch from now() - min(start_after)), 0)::float8 as seconds
    from pgboss.job where state in ('created', 'retry') and start_after <= now()`)
  return row?.seconds ?? null
}

/** Batches that could have been sent for an hour: of launches that are sending, not of those that a person has paused. */
export async function countOverdueBatches(db: Queryable): Promise<number> {
  const [row] = await db.execute<{ count: number }>(sql`
    select count(*)::int as count from delivery_batches as batch join delivery_plans as plan on plan.launch_id = batch.launch_id
    where plan.state = 'sending' and batch.state in ('ready', 'sending') and greatest(batch.due_at, plan.moved_at) < now() - interval '1 hour'`)
  return row?.count ?? 0
}

export async function countStuckLaunches(db: Queryable): Promise<number> {
  const [row] = await db
    .select({ count: count() })
    .from(launches)
    .where(and(inArray(launches.state, [...OPEN_STATES]), lt(launches.movedAt, sql`now() - interval '1 hour'`)))
  return row?.count ?? 0
}
