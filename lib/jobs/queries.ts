import { sql } from "drizzle-orm"
import type { Queryable } from "#db/transaction.ts"
import type { AnyJob } from "./define-job.ts"

/** Whether a job of this key still has something ahead of it: not begun, under way, or waiting to be tried again. */
export async function hasWaitingJob(db: Queryable, job: AnyJob, key: string): Promise<boolean> {
  const [row] = await db.execute<{ waiting: boolean }>(sql`
    select exists (
      select from pgboss.job where name = ${job.name} and singleton_key = ${key} and state in ('created', 'retry', 'active')
    ) as waiting`)
  return row?.waiting ?? false
}

/** How long the oldest job that could run has been waiting for a worker, in seconds; 0 where none waits. */
export async function secondsOldestJobWaits(db: Queryable): Promise<number> {
  const [row] = await db.execute<{ seconds: string | null }>(sql`
    select extract(epoch from clock_timestamp() - min(greatest(start_after, created_on))) as seconds
    from pgboss.job where state in ('created', 'retry') and start_after <= clock_timestamp()`)
  return Number(row?.seconds ?? 0)
}
