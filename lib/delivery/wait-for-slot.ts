import { sql } from "drizzle-orm"
import { FIRST_INTERVAL_MS, LATE_MS, LONGEST_WAIT_MS } from "./pace.ts"
import type { Sender } from "./sender.ts"

/**
 * Waits until a call may be made. All workers draw from one row, so that together they keep to what the provider takes; a transport
 * without a limit is asked for nothing. Null: now. Otherwise how long the provider wants to be left alone, longer than anybody waits here.
 */
export async function waitForSlot(deps: Pick<Sender, "db" | "mailer">): Promise<{ afterMs: number } | null> {
  const { transport } = deps.mailer
  if (FIRST_INTERVAL_MS[transport] === null) return null
  for (;;) {
    const waitMs = await findWait(deps)
    if (waitMs === null) return null
    if (waitMs > LONGEST_WAIT_MS) return { afterMs: waitMs }
    await new Promise((resolve) => setTimeout(resolve, waitMs))
  }
}

/** Null where the slot is ours. Two that ask at once: the second finds the next one. */
async function findWait({ db, mailer: { transport } }: Pick<Sender, "db" | "mailer">): Promise<number | null> {
  const first = FIRST_INTERVAL_MS[transport]
  const taken = await db.execute(sql`
    insert into mail_paces as pace (transport, next_at, interval_ms)
    values (${transport}, clock_timestamp() + ${first}::float8 * interval '1 millisecond', ${first}::float8)
    on conflict (transport) do update
    set next_at = greatest(pace.next_at, clock_timestamp() - ${LATE_MS} * interval '1 millisecond') + coalesce(pace.interval_ms, 0) * interval '1 millisecond'
    where pace.next_at <= clock_timestamp()
    returning transport`)
  if (taken.length > 0) return null
  const [pace] = await db.execute<{ wait_ms: number }>(sql`
    select (extract(epoch from next_at - clock_timestamp()) * 1000)::float8 as wait_ms from mail_paces where transport = ${transport}`)
  return Math.max(0, pace?.wait_ms ?? 0)
}
