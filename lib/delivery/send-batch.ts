import { sql } from "drizzle-orm"
import { repeat } from "../jobs/repeat.ts"
import type { BatchAnswer, Mail } from "../mail/mailer.ts"
import { type Verdict, verdictOn } from "./delivery-answer.ts"
import { type Batch, batchKey, type Recipient } from "./delivery-batch.ts"
import { markLeaving } from "./mark-leaving.ts"
import { notePace } from "./note-pace.ts"
import { prepareBatch } from "./prepare-batch.ts"
import type { Sender } from "./sender.ts"
import { settleBatch } from "./settle-batch.ts"
import { waitForSlot } from "./wait-for-slot.ts"

/** Some of a batch's mails, as they are handed over in one call. */
type Part = { recipients: Recipient[]; mails: Mail[]; key: string }

/**
 * The life of one batch: taken and written down in a commit, called without any lock held, and its result written in another. Dying
 * between them costs a lease's time. Answers whether there was one.
 */
export async function sendBatch(sender: Sender): Promise<boolean> {
  const prepared = await sender.db.transaction((tx) => prepareBatch(tx, sender))
  if (prepared.is !== "ready") return prepared.is === "ended"
  const { batch, mails } = prepared
  const every = Temporal.Duration.from({ milliseconds: Math.ceil(sender.terms.leaseMs / 3) })
  const renewing = repeat(sender.log, "renew-batch-lease", every, () => renewLease(sender, batch))
  try {
    await (sender.mailer.keepsKeys ? sendWhole(sender, batch, mails) : sendInParts(sender, batch, mails))
  } finally {
    await renewing.stop()
  }
  return true
}

/** Harmless after the batch has ended, or is somebody else's: it is fenced like every write. */
async function renewLease({ db, terms }: Sender, { releaseId, seq, attempts }: Batch): Promise<void> {
  await db.execute(sql`
    update delivery_batches set due_at = clock_timestamp() + ${terms.leaseMs} * interval '1 millisecond'
    where release_id = ${releaseId} and seq = ${seq} and attempts = ${attempts} and state = 'sending'`)
}

async function sendWhole(sender: Sender, batch: Batch, mails: Mail[]): Promise<void> {
  const verdict = await call(sender, batch, { recipients: batch.recipients, mails, key: batchKey(batch) })
  await sender.db.transaction((tx) => settleBatch(tx, batch, verdict, batch.recipients))
}

/** By a transport that cannot tell a repetition, a few at a time: they are marked and committed before they leave. */
async function sendInParts(sender: Sender, batch: Batch, mails: Mail[]): Promise<void> {
  let later: Extract<Verdict, { is: "done" }>["later"] = null
  for (const part of partsOf(batch, mails, sender.mailer.batchSize)) {
    const mayLeave = await sender.db.transaction((tx) => markLeaving(tx, batch, part.recipients))
    if (!mayLeave) return stopHere(sender, batch)
    const verdict = await call(sender, batch, part)
    if (verdict.is !== "done") return sender.db.transaction((tx) => settleBatch(tx, batch, verdict, part.recipients))
    later ??= verdict.later
    await sender.db.transaction((tx) => settleBatch(tx, batch, { is: "open", results: verdict.results }))
  }
  await sender.db.transaction((tx) => settleBatch(tx, batch, { is: "done", results: [], later }))
}

/** A person stopped it, or it stopped itself: what is left waits with the others. */
function stopHere(sender: Sender, batch: Batch): Promise<void> {
  return sender.db.transaction((tx) => settleBatch(tx, batch, { is: "again", afterMs: 0, reason: "sending was stopped" }))
}

function partsOf(batch: Batch, mails: Mail[], size: number): Part[] {
  return Array.from({ length: Math.ceil(mails.length / size) }, (_, place) => ({
    recipients: batch.recipients.slice(place * size, (place + 1) * size),
    mails: mails.slice(place * size, (place + 1) * size),
    key: `${batchKey(batch)}/${place}`,
  }))
}

async function call(sender: Sender, batch: Batch, { recipients, mails, key }: Part): Promise<Verdict> {
  const { mailer, clock, log, terms } = sender
  const wait = await waitForSlot(sender)
  if (wait !== null) return { is: "again", afterMs: wait.afterMs, reason: "the provider is left alone for a while" }
  const answer = await mailer.sendBatch(mails, { key, timeoutMs: terms.timeoutMs })
  await notePace(sender, answer)
  const verdict = verdictOn(answer, { batch, recipients, keepsKeys: mailer.keepsKeys, now: clock.now() })
  if (verdict.is !== "done") log.warn({ launchId: batch.launchId, batch: batch.seq, ...told(answer) }, "a batch of mails was not accepted")
  return verdict
}

function told(answer: BatchAnswer): { answer: string; reason: string } {
  return { answer: answer.is, reason: answer.is === "answered" ? "" : answer.reason }
}
