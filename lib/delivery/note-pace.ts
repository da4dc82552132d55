import { sql } from "drizzle-orm"
import type { BatchAnswer } from "../mail/mailer.ts"
import { intervalMsOf, isFruitless, restMsAfter } from "./pace.ts"
import type { Sender } from "./sender.ts"

/** What this process last wrote, so that an answer that tells nothing new costs no write. */
type Known = { intervalMs: number | null; isFruitless: boolean }
const known = new WeakMap<object, Known>()

/** Passes on to all workers what an answer says of the provider: its limit, that it wants to be left alone, or that it says nothing. */
export async function notePace({ db, mailer }: Pick<Sender, "db" | "mailer">, answer: BatchAnswer): Promise<void> {
  const before = known.get(mailer) ?? { intervalMs: null, isFruitless: true }
  const now = { intervalMs: answer.pace ? intervalMsOf(answer.pace) : before.intervalMs, isFruitless: isFruitless(answer) }
  known.set(mailer, now)
  if (!now.isFruitless && !before.isFruitless && now.intervalMs === before.intervalMs) return
  const [pace] = await db.execute<{ silent: number }>(sql`
    insert into mail_paces as pace (transport, interval_ms, silent) values (${mailer.transport}, ${now.intervalMs}::float8, ${now.isFruitless ? 1 : 0})
    on conflict (transport) do update set silent = case when ${now.isFruitless} then pace.silent + 1 else 0 end,
      interval_ms = coalesce(${now.intervalMs}::float8, pace.interval_ms)
    returning silent`)
  const restMs = restMsAfter(answer, pace?.silent ?? 0)
  if (restMs === 0) return
  await db.execute(sql`
    update mail_paces set next_at = greatest(next_at, clock_timestamp() + ${restMs} * interval '1 millisecond') where transport = ${mailer.transport}`)
}
