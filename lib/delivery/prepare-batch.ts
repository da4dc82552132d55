import { createHash } from "node:crypto"
import { sql } from "drizzle-orm"
import type { Transaction } from "#db/transaction.ts"
import type { Mail } from "../mail/mailer.ts"
import { subscriberLinks } from "../subscribers/subscriber-link.ts"
import { type Claimed, claimBatch } from "./claim-batch.ts"
import { mayBeRepeated, type Result } from "./delivery-answer.ts"
import type { Batch, Recipient } from "./delivery-batch.ts"
import { freezeBatch } from "./freeze-batch.ts"
import { listRenders } from "./list-renders.ts"
import { cutRender, personalMail } from "./personal-mail.ts"
import type { Sender } from "./sender.ts"
import { settleBatch } from "./settle-batch.ts"

/** `ended`: what was taken is through without a call. */
export type Prepared = { is: "nothing" } | { is: "ended" } | { is: "ready"; batch: Batch; mails: Mail[] }

/**
 * Takes a batch and makes its mails, in one commit before any call. A batch that was tried before is made again and compared: where a
 * single byte is another one, it is not sent, since nobody could say any more what has left under its key.
 */
export async function prepareBatch(tx: Transaction, sender: Sender): Promise<Prepared> {
  const taken = await claimBatch(tx, sender.mailer, sender.terms.leaseMs)
  if (taken === null) return { is: "nothing" }
  const claimed = await withoutDoubts(tx, taken, sender)
  if (claimed === null) return { is: "ended" }
  const recipients = claimed.recipients ?? (await freezeBatch(tx, claimed))
  if (recipients.length === 0) return end(tx, claimed, [])
  const mails = await makeMails(tx, claimed, { recipients, sender })
  const payloadSha256 = createHash("sha256").update(JSON.stringify(mails)).digest("hex")
  if (claimed.recipients !== null && claimed.payloadSha256 !== payloadSha256) return refuseOtherBytes(tx, sender, { claimed, recipients })
  if (claimed.recipients === null && sender.mailer.keepsKeys) await freeze(tx, claimed, { recipients, payloadSha256 })
  return { is: "ready", mails, batch: { ...claimed, recipients, payloadSha256 } }
}

/** By SMTP nobody can ask whether a mail has left: each is marked before it does, and what a dead worker had marked is in doubt for good. */
const MARKS_EACH = "smtp"

/** The batch as it may be sent now, or null where all of it is in doubt for good. */
async function withoutDoubts(tx: Transaction, taken: Claimed, { mailer, clock }: Sender): Promise<Claimed | null> {
  if (taken.unsureSince === null) return mailer.keepsKeys ? taken : renew(tx, taken)
  if (taken.unsureBy === MARKS_EACH) return writeOffMarked(tx, taken)
  const isSafe = taken.unsureBy === mailer.transport && mayBeRepeated({ batch: taken, keepsKeys: mailer.keepsKeys, now: clock.now() })
  if (isSafe) return taken
  await end(tx, taken, resultsOf(taken.recipients ?? [], "nobody can say whether it left, and the provider no longer remembers"))
  return null
}

/**
 * Where nothing can be repeated nothing is frozen either: some of a batch may be through when the rest is put off, so each attempt asks
 * anew who is left, and what a transport with keys had frozen before no longer holds.
 */
async function renew(tx: Transaction, taken: Claimed): Promise<Claimed> {
  if (taken.recipients === null) return taken
  await tx.execute(sql`
    update delivery_batches set generation = generation + 1, recipients = null, payload_sha256 = null
    where release_id = ${taken.releaseId} and seq = ${taken.seq}`)
  return { ...taken, generation: taken.generation + 1, recipients: null, payloadSha256: null }
}

async function writeOffMarked(tx: Transaction, taken: Claimed): Promise<Claimed> {
  const { releaseId, seq, launchId } = taken
  await tx.execute(sql`
    with written_off as (
      update deliveries set state = 'unknown', reason = 'its worker died while it was leaving', moved_at = now()
      where release_id = ${releaseId} and batch_seq = ${seq} and state = 'sending' returning subscriber_id
    ), renewed as (
      update delivery_batches set generation = generation + 1, recipients = null, payload_sha256 = null where release_id = ${releaseId} and seq = ${seq}
    )
    update delivery_plans set unknown = unknown + (select count(*) from written_off) where launch_id = ${launchId}`)
  return { ...taken, generation: taken.generation + 1, recipients: null, payloadSha256: null, unsureSince: null }
}

async function end(tx: Transaction, claimed: Claimed, results: Result[]): Promise<{ is: "ended" }> {
  await settleBatch(tx, claimed, { is: "done", results, later: null })
  return { is: "ended" }
}

function resultsOf(recipients: readonly Recipient[], reason: string): Result[] {
  return recipients.map(({ subscriberId }) => ({ subscriberId, state: "unknown", reason, providerId: null }))
}

type Made = { recipients: readonly Recipient[]; sender: Sender }

async function makeMails(tx: Transaction, { launchId, releaseId, locale }: Claimed, { recipients, sender }: Made): Promise<Mail[]> {
  const render = (await listRenders(tx, launchId)).find((one) => one.locale === locale)
  if (!render) throw new Error(`launch ${launchId} has a batch in ${locale} and no mail in it`)
  const cut = cutRender(render)
  return recipients.map(({ subscriberId, address, name }) => {
    const { unsubscribe, preferences } = subscriberLinks(sender.settings, subscriberId)
    const recipient = { releaseId, deliveryId: subscriberId, address, name, unsubscribeUrl: unsubscribe, preferencesUrl: preferences }
    return personalMail(cut, recipient)
  })
}

type Frozen = { recipients: readonly Recipient[]; payloadSha256: string }

async function freeze(tx: Transaction, { releaseId, seq }: Claimed, { recipients, payloadSha256 }: Frozen): Promise<void> {
  await tx.execute(sql`
    update delivery_batches set recipients = ${JSON.stringify(recipients)}::jsonb, payload_sha256 = ${payloadSha256}
    where release_id = ${releaseId} and seq = ${seq}`)
}

/** ERROR: our own mistake, or a setting that every mail depends on was changed between two attempts. */
async function refuseOtherBytes(
  tx: Transaction,
  { log }: Sender,
  { claimed, recipients }: { claimed: Claimed; recipients: readonly Recipient[] },
): Promise<Prepared> {
  log.error({ releaseId: claimed.releaseId, batch: claimed.seq }, "a batch is not what it was at its first attempt, and is not sent again")
  return end(tx, claimed, resultsOf(recipients, "its mails are no longer what they were at the first attempt"))
}
