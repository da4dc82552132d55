import { sql } from "drizzle-orm"
import type { Transaction } from "#db/transaction.ts"
import { enqueueJob } from "../jobs/enqueue-job.ts"
import { LostRace } from "../jobs/run-job.ts"
import { unreachable } from "../kernel/unreachable.ts"
import type { Result, Verdict } from "./delivery-answer.ts"
import type { Batch, Recipient } from "./delivery-batch.ts"
import { type Returned, reasonToPause } from "./delivery-plan.ts"
import { reportMailJob } from "./jobs.ts"
import { movePlan } from "./move-plan.ts"
import { splitBatch } from "./split-batch.ts"

/** The part of a batch that a batch's writers need; whoever claimed it has it. */
export type Held = Pick<Batch, "releaseId" | "launchId" | "seq" | "generation" | "attempts" | "unsureSince">

/** `open`: other mails of the batch are still to be handed over by the same holder. */
export type Settled = Verdict | { is: "open"; results: Result[] }

/**
 * Writes what became of a batch's mails: rows, counts and the batch's own state in one commit. Only for who holds it: a worker that
 * slept through its lease finds another number of attempts, and writes nothing.
 */
export async function settleBatch(tx: Transaction, batch: Held, settled: Settled, recipients: readonly Recipient[] = []): Promise<void> {
  await lockHeld(tx, batch)
  const results = settled.is === "done" || settled.is === "open" ? settled.results : []
  const counts = await writeResults(tx, batch, results)
  const closes = await moveOn(tx, batch, settled, recipients)
  await countResults(tx, batch, { ...counts, closes })
}

async function lockHeld(tx: Transaction, { releaseId, seq, attempts }: Held): Promise<void> {
  const held = await tx.execute(sql`
    select seq from delivery_batches where release_id = ${releaseId} and seq = ${seq} and attempts = ${attempts} and state = 'sending' for update`)
  if (held.length === 0) throw new LostRace(`batch ${seq} of release ${releaseId}`)
}

type Counts = Record<Result["state"], number>

/** What was marked as leaving and has no result did not leave. */
async function writeResults(tx: Transaction, { releaseId, seq }: Held, results: readonly Result[]): Promise<Counts> {
  const told = results.map(({ subscriberId, ...result }) => ({ id: subscriberId, ...result }))
  const [counts] = await tx.execute<Counts>(sql`
    with told as (
      select * from jsonb_to_recordset(${JSON.stringify(told)}::jsonb) as told (id uuid, state text, reason text, "providerId" text)
    ), written as (
      update deliveries set state = told.state, reason = told.reason, provider_id = told."providerId", moved_at = now() from told
      where release_id = ${releaseId} and subscriber_id = told.id and batch_seq = ${seq} and deliveries.state in ('pending', 'sending')
      returning deliveries.state
    ), unmarked as (
      update deliveries set state = 'pending', moved_at = now()
      where release_id = ${releaseId} and batch_seq = ${seq} and state = 'sending' and not exists (select from told where id = subscriber_id)
    )
    select count(*) filter (where state = 'accepted')::int as accepted, count(*) filter (where state = 'failed')::int as failed,
      count(*) filter (where state = 'unknown')::int as unknown from written`)
  return counts ?? { accepted: 0, failed: 0, unknown: 0 }
}

/** 1 where the batch has ended, 0 where it goes on, -1 where there is one more than before. */
async function moveOn(tx: Transaction, batch: Held, settled: Settled, recipients: readonly Recipient[]): Promise<number> {
  switch (settled.is) {
    case "open":
      return 0
    case "done":
      return settled.later === null ? close(tx, batch) : putBack(tx, batch, { ...settled.later, bytes: "new" })
    case "again":
      return putBack(tx, batch, { ...settled, bytes: "same" })
    case "repeat":
      return putBack(tx, batch, { ...settled, bytes: "the same, which may have left" })
    case "pause":
      await pause(tx, batch, settled.reason)
      return putBack(tx, batch, { afterMs: 0, reason: settled.reason, bytes: "same" })
    case "split":
      return splitBatch(tx, batch, { recipients, reason: settled.reason })
    default:
      return unreachable(settled)
  }
}

async function close(tx: Transaction, { releaseId, seq }: Held): Promise<number> {
  await tx.execute(sql`
    with ended as (
      select count(*) filter (where state = 'unknown') as unknown, count(*) filter (where state = 'failed') as failed,
        count(*) filter (where state = 'accepted') as accepted
      from deliveries where release_id = ${releaseId} and batch_seq = ${seq}
    )
    update delivery_batches set recipients = null, moved_at = now(),
      state = case when ended.unknown > 0 then 'unknown' when ended.failed > 0 and ended.accepted = 0 then 'failed' else 'done' end
    from ended where release_id = ${releaseId} and seq = ${seq}`)
  return 1
}

type Back = { afterMs: number; reason: string; bytes: "same" | "the same, which may have left" | "new" }

/** With new bytes it gets a new key, and is looked at once more before it leaves. */
async function putBack(tx: Transaction, { releaseId, seq, unsureSince }: Held, { afterMs, reason, bytes }: Back): Promise<number> {
  // Taking it has set the time. Where this attempt certainly did not leave, it is again what it was before.
  const before = bytes === "new" ? null : (unsureSince?.toString() ?? null)
  const unsure = bytes === "the same, which may have left" ? sql`unsure_since` : sql`${before}::timestamptz`
  const next = bytes === "new" ? sql`, generation = generation + 1, recipients = null, payload_sha256 = null` : sql``
  await tx.execute(sql`
    update delivery_batches set state = 'ready', due_at = clock_timestamp() + ${afterMs} * interval '1 millisecond', unsure_since = ${unsure},
      trouble = ${reason}, moved_at = now() ${next}
    where release_id = ${releaseId} and seq = ${seq}`)
  return 0
}

/** Nothing where a person has stopped it meanwhile: then there is nothing to pause. */
async function pause(tx: Transaction, { launchId }: Held, because: string): Promise<void> {
  const isPaused = await movePlan(tx, launchId, { from: ["sending"], to: "paused", pausedBy: "itself", because })
  if (isPaused) await enqueueJob(tx, reportMailJob, { launchId })
}

type Row = Returned & { open_batches: number; is_written_out: boolean }

async function countResults(
  tx: Transaction,
  batch: Held,
  { accepted, failed, unknown, closes }: Counts & { closes: number },
): Promise<void> {
  const [plan] = await tx.execute<Row>(sql`
    update delivery_plans set accepted = accepted + ${accepted}, failed = failed + ${failed}, unknown = unknown + ${unknown},
      open_batches = open_batches - ${closes}
    where launch_id = ${batch.launchId}
    returning open_batches, materialised_at is not null as is_written_out, accepted - accepted_before as accepted,
      bounced - bounced_before as bounced, complained - complained_before as complained`)
  if (!plan) throw new Error(`launch ${batch.launchId} has batches and no plan`)
  if (plan.open_batches === 0 && plan.is_written_out) return enqueueJob(tx, reportMailJob, { launchId: batch.launchId })
  const because = reasonToPause(plan)
  if (because !== null) await pause(tx, batch, because)
}
