import { sql } from "drizzle-orm"
import type { BatchAnswer, Pace } from "../mail/mailer.ts"
import { breakMsAfter, intervalMsOf } from "./pace.ts"
import type { Sender } from "./sender.ts"

/** What this process last wrote, so that an answer that tells nothing new costs no write. */
type Known = { intervalMs: number | null; silent: boolean }
const known = new WeakMap<object, Known>()

/** Passes on to all workers what an answer says of the provider: its limit, that it wants to be left alone, or that it says nothing. */
export async function notePace({ db, mailer }: Pick<Sender, "db" | "mailer">, answer: BatchAnswer): Promise<void> {
  const before = known.get(mailer) ?? { intervalMs: null, silent: true }
  const intervalMs = answer.pace ? intervalMsOf(answer.pace) : before.intervalMs
  const isSilent = answer.is === "unsure"
  const waitMs = answer.is === "again" && concernsEverybody(answer.pace) ? answer.afterMs : 0
  known.set(mailer, { intervalMs, silent: isSilent })
  if (waitMs === 0 && !isSilent && !before.silent && intervalMs === before.intervalMs) return
  const [pace] = await db.execute<{ silent: number }>(sql`
    insert into mail_paces as pace (transport, interval_ms, silent) values (${mailer.transport}, ${intervalMs}::float8, ${isSilent ? 1 : 0})
    on conflict (transport) do update set silent = case when ${isSilent} then pace.silent + 1 else 0 end,
      interval_ms = coalesce(${intervalMs}::float8, pace.interval_ms)
    returning silent`)
  const restMs = Math.max(waitMs, breakMsAfter(pace?.silent ?? 0))
  if (restMs === 0) return
  await db.execute(sql`
    update mail_paces set next_at = greatest(next_at, clock_timestamp() + ${restMs} * interval '1 millisecond') where transport = ${mailer.transport}`)
}

/** Whoever may still call is asked to wait because of this one batch alone: its first attempt is still under way over there. */
function concernsEverybody(pace: Pace | undefined): boolean {
  return pace === undefined || pace.left === null || pace.left === 0
}
