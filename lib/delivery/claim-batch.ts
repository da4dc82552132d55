import { sql } from "drizzle-orm"
import type { Transaction } from "#db/transaction.ts"
import { idOf, type LaunchId, type ReleaseId } from "../kernel/ids.ts"
import type { Mailer } from "../mail/mailer.ts"
import type { Recipient } from "./delivery-batch.ts"

/** A batch that is ours from now on, as it was found. `wasHeld`: whoever held it died, or slept through its lease. */
export type Claimed = {
  releaseId: ReleaseId
  launchId: LaunchId
  seq: number
  locale: string
  generation: number
  attempts: number
  recipients: Recipient[] | null
  payloadSha256: string | null
  unsureSince: Temporal.Instant | null
  /** By which transport it may have left. */
  unsureBy: string | null
  wasHeld: boolean
}

type Row = {
  release_id: string
  launch_id: string
  seq: number
  locale: string
  generation: number
  attempts: number
  recipients: Recipient[] | null
  payload_sha256: string | null
  unsure_before: string | null
  unsure_by: string | null
  was_held: boolean
}

/**
 * Takes the batch that has been due longest, of any launch that is sending. From here on it counts as one that may have left: what
 * dies before the call is repeated with the same key, which costs nothing. Nobody takes one while the provider's next slot is far.
 */
export async function claimBatch(tx: Transaction, { transport }: Mailer, leaseMs: number): Promise<Claimed | null> {
  const [row] = await tx.execute<Row>(sql`
    update delivery_batches as taken
    set state = 'sending', attempts = taken.attempts + 1, due_at = clock_timestamp() + ${leaseMs} * interval '1 millisecond',
        unsure_since = coalesce(taken.unsure_since, clock_timestamp()), transport = ${transport}, moved_at = now()
    from (
      select due.release_id, due.seq, due.unsure_since, due.transport, due.state
      from delivery_plans as plan cross join lateral (
        select batch.release_id, batch.seq, batch.unsure_since, batch.transport, batch.state, batch.due_at
        from delivery_batches as batch
        where batch.launch_id = plan.launch_id and batch.state in ('ready', 'sending') and batch.due_at <= now()
        order by batch.due_at, batch.seq limit 1 for update skip locked
      ) as due
      where plan.state = 'sending'
        and not exists (select from mail_paces where transport = ${transport} and next_at > now() + interval '2 seconds')
      order by due.due_at limit 1
    ) as found
    where taken.release_id = found.release_id and taken.seq = found.seq
    returning taken.release_id, taken.launch_id, taken.seq, taken.locale, taken.generation, taken.attempts, taken.recipients,
      taken.payload_sha256, found.unsure_since::text as unsure_before, found.transport as unsure_by, found.state = 'sending' as was_held`)
  return row ? claimedFrom(row) : null
}

function claimedFrom(row: Row): Claimed {
  const { seq, locale, generation, attempts, recipients } = row
  return {
    ...{ seq, locale, generation, attempts, recipients },
    releaseId: idOf<ReleaseId>(row.release_id),
    launchId: idOf<LaunchId>(row.launch_id),
    payloadSha256: row.payload_sha256,
    unsureSince: row.unsure_before === null ? null : Temporal.Instant.from(row.unsure_before),
    unsureBy: row.unsure_by,
    wasHeld: row.was_held,
  }
}
