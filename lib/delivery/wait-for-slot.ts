import { sql } from "drizzle-orm"
import { FIRST_INTERVAL_MS } from "./pace.ts"
import type { Sender } from "./sender.ts"

/**
 * Waits until this call is due. All workers draw their times from one row, so that together they keep to what the provider takes; a
 * transport without a limit is asked for nothing.
 */
export async function waitForSlot({ db, mailer: { transport } }: Pick<Sender, "db" | "mailer">): Promise<void> {
  const first = FIRST_INTERVAL_MS[transport]
  if (first === null) return
  const [slot] = await db.execute<{ wait_ms: number }>(sql`
    insert into mail_paces as pace (transport, next_at, interval_ms) values (${transport}, clock_timestamp() + ${first} * interval '1 millisecond', ${first})
    on conflict (transport) do update set next_at = greatest(pace.next_at, clock_timestamp()) + coalesce(pace.interval_ms, 0) * interval '1 millisecond'
    returning (extract(epoch from next_at - clock_timestamp()) * 1000 - coalesce(interval_ms, 0))::float8 as wait_ms`)
  const waitMs = slot?.wait_ms ?? 0
  if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
}
