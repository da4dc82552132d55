import { sql } from "drizzle-orm"
import type { Transaction } from "#db/transaction.ts"
import type { Recipient } from "./delivery-batch.ts"
import type { Held } from "./settle-batch.ts"

/**
 * One mail of the batch makes the provider refuse them all: two halves are tried instead, each under a key of its own, until the one is
 * found. Refused as a whole means that none has left. Answers with -1: there is a batch more.
 */
export async function splitBatch(
  tx: Transaction,
  { releaseId, launchId, seq }: Held,
  { recipients, reason }: { recipients: readonly Recipient[]; reason: string },
): Promise<number> {
  // Two batches that are split at once must not take the same number.
  await tx.execute(sql`select launch_id from delivery_plans where launch_id = ${launchId} for update`)
  const moved = recipients.slice(Math.ceil(recipients.length / 2)).map(({ subscriberId }) => subscriberId)
  await tx.execute(sql`
    with half as (
      insert into delivery_batches (release_id, seq, launch_id, locale, size, trouble)
      select release_id, (select max(seq) + 1 from delivery_batches where release_id = ${releaseId}), launch_id, locale, ${moved.length}, ${reason}
      from delivery_batches where release_id = ${releaseId} and seq = ${seq}
      returning seq
    )
    update deliveries set batch_seq = half.seq, moved_at = now() from half
    where release_id = ${releaseId} and batch_seq = ${seq} and state = 'pending'
      and subscriber_id in (select id::uuid from jsonb_array_elements_text(${JSON.stringify(moved)}::jsonb) as id)`)
  await tx.execute(sql`
    update delivery_batches set state = 'ready', due_at = clock_timestamp(), generation = generation + 1, size = size - ${moved.length},
      unsure_since = null, recipients = null, payload_sha256 = null, trouble = ${reason}, moved_at = now()
    where release_id = ${releaseId} and seq = ${seq}`)
  return -1
}
