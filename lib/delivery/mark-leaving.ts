import { sql } from "drizzle-orm"
import type { Transaction } from "#db/transaction.ts"
import type { Recipient } from "./delivery-batch.ts"
import type { Held } from "./settle-batch.ts"

/**
 * Before mails are handed to a transport that cannot tell a repetition: a worker that dies from here on leaves exactly these in
 * doubt. False where the batch is no longer ours, or sending was stopped: then nothing may leave.
 */
export async function markLeaving(tx: Transaction, batch: Held, recipients: readonly Recipient[]): Promise<boolean> {
  const { releaseId, launchId, seq, attempts } = batch
  const held = await tx.execute(sql`
    select batch.seq from delivery_batches as batch join delivery_plans as plan on plan.launch_id = ${launchId} and plan.state = 'sending'
    where batch.release_id = ${releaseId} and batch.seq = ${seq} and batch.attempts = ${attempts} and batch.state = 'sending' for update of batch`)
  if (held.length === 0) return false
  const ids = JSON.stringify(recipients.map(({ subscriberId }) => subscriberId))
  await tx.execute(sql`
    update deliveries set state = 'sending', moved_at = now()
    where release_id = ${releaseId} and batch_seq = ${seq} and state = 'pending'
      and subscriber_id in (select id::uuid from jsonb_array_elements_text(${ids}::jsonb) as id)`)
  return true
}
