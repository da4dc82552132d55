import { sql } from "drizzle-orm"
import type { Transaction } from "#db/transaction.ts"
import { recordAudit } from "../audit/record-audit.ts"
import type { LaunchId } from "../kernel/ids.ts"
import { movePlan, POSTMASTER } from "./move-plan.ts"

/** Ten thousand mails in one commit. */
const BATCHES_AT_ONCE = 100

/** `more`: ask again, in a transaction of its own. `in flight`: somebody is sending a batch at this moment. */
export type WriteOff = "more" | "in flight" | "over" | "not cancelled"

/**
 * Writes off a part of what a cancelled launch had not sent. What certainly never left is cancelled; what may have left is unknown, for
 * good. A batch that somebody is sending at this moment is waited for, and ends with whatever it meets.
 */
export async function writeOffMail(tx: Transaction, launchId: LaunchId): Promise<WriteOff> {
  const [plan] = await tx.execute<{ state: string }>(sql`select state from delivery_plans where launch_id = ${launchId}`)
  if (plan?.state !== "cancelling") return "not cancelled"
  if (await writeOffSome(tx, launchId)) return "more"
  const [open] = await tx.execute<{ in_hand: number }>(sql`
    select count(*)::int as in_hand from delivery_batches where launch_id = ${launchId} and state in ('ready', 'sending')`)
  if ((open?.in_hand ?? 0) > 0) return "in flight"
  await movePlan(tx, launchId, { from: ["cancelling"], to: "ended" })
  return "over"
}

type WrittenOff = { batches: number; cancelled: number; unknown: number }

/** One statement: batches, their mails and the counts. A lease that has ended is that of a worker that died with the call in hand. */
async function writeOffSome(tx: Transaction, launchId: LaunchId): Promise<boolean> {
  const [off] = await tx.execute<WrittenOff>(sql`
    with open as (
      select release_id, seq, unsure_since is not null and coalesce(transport, '') <> 'smtp' as may_have_left from delivery_batches
      where launch_id = ${launchId} and (state = 'ready' or (state = 'sending' and due_at < clock_timestamp()))
      order by seq limit ${BATCHES_AT_ONCE} for update
    ), mails as (
      update deliveries set moved_at = now(),
        state = case when open.may_have_left or state = 'sending' then 'unknown' else 'cancelled' end,
        reason = case when open.may_have_left or state = 'sending' then 'it may have left before it could be cancelled' end
      from open where deliveries.release_id = open.release_id and batch_seq = seq and state in ('pending', 'sending')
      returning deliveries.state, batch_seq
    ), batches as (
      update delivery_batches set recipients = null, attempts = attempts + 1, moved_at = now(),
        state = case when exists (select from mails where batch_seq = open.seq and mails.state = 'unknown') then 'unknown' else 'cancelled' end
      from open where delivery_batches.release_id = open.release_id and delivery_batches.seq = open.seq
      returning delivery_batches.seq
    )
    select (select count(*) from batches)::int as batches, count(*) filter (where state = 'cancelled')::int as cancelled,
      count(*) filter (where state = 'unknown')::int as unknown from mails`)
  if (!off || off.batches === 0) return false
  const { batches, cancelled, unknown } = off
  await tx.execute(sql`
    update delivery_plans set cancelled = cancelled + ${cancelled}, unknown = unknown + ${unknown}, open_batches = open_batches - ${batches}
    where launch_id = ${launchId}`)
  await recordAudit(tx, {
    actor: POSTMASTER,
    action: "mail.written_off",
    subject: { kind: "launch", id: launchId },
    detail: { cancelled, unknown },
  })
  return true
}
