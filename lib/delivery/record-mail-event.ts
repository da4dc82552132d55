import { sql } from "drizzle-orm"
import { mailEvents } from "#db/schema/deliveries.ts"
import type { Transaction } from "#db/transaction.ts"
import type { Actor } from "../access/actor.ts"
import { enqueueJob } from "../jobs/enqueue-job.ts"
import type { LaunchId, ReleaseId, SubscriberId } from "../kernel/ids.ts"
import { parseAddress } from "../kernel/mail-address.ts"
import type { Runtime } from "../runtime.ts"
import { findAddressKey } from "../subscribers/find-address-key.ts"
import { suppressAddress } from "../subscribers/suppress-address.ts"
import { hashOfAddress } from "../subscribers/suppression.ts"
import { type Feedback, strongerFeedback } from "./delivery.ts"
import { type Returned, reasonToPause } from "./delivery-plan.ts"
import { reportMailJob } from "./jobs.ts"
import { movePlan } from "./move-plan.ts"
import type { ResendEvent } from "./resend-event.ts"

const RESEND: Actor = { kind: "system", name: "Resend" }

export type EventOutcome = "applied" | "nothing to do" | "no delivery of ours" | "repeated"

/**
 * What a provider tells later of a mail: at least once, in any order. The event's own id and what follows from it are one commit, so one
 * that is told again changes nothing, and one that was not written down is told again.
 */
export async function recordMailEvent(
  deps: Pick<Runtime, "db" | "settings">,
  { id, event }: { id: string; event: ResendEvent },
): Promise<EventOutcome> {
  return deps.db.transaction(async (tx) => {
    const isNew = await tx.insert(mailEvents).values({ id, type: event.type, outcome: "nothing to do" }).onConflictDoNothing().returning()
    if (isNew.length === 0) return "repeated"
    if (event.news === null || event.isTest) return "nothing to do"
    const delivery = await lockDelivery(tx, event)
    if (delivery !== null) await note(tx, delivery, event.news.feedback)
    await suppressIfForGood(tx, deps, { event, delivery })
    const outcome = delivery === null ? "no delivery of ours" : "applied"
    await tx.execute(
      sql`update mail_events set outcome = ${outcome}, detail = ${JSON.stringify(detailOf(event, delivery))}::jsonb where id = ${id}`,
    )
    return outcome
  })
}

type Delivery = {
  release_id: ReleaseId
  subscriber_id: SubscriberId
  launch_id: LaunchId
  state: string
  feedback: Feedback | null
  address_hash: string | null
}

/** By our own tags, which come back with every event; by the provider's id where they do not, which looks through them all. */
async function lockDelivery(tx: Transaction, { delivery, emailId }: ResendEvent): Promise<Delivery | null> {
  if (delivery === null && emailId === null) return null
  const which =
    delivery === null
      ? sql`deliveries.provider_id = ${emailId}`
      : sql`deliveries.release_id = ${delivery.releaseId} and deliveries.subscriber_id = ${delivery.subscriberId}`
  const [row] = await tx.execute<Delivery>(sql`
    select deliveries.release_id, subscriber_id, launch_id, deliveries.state, feedback,
      (select address_hash from subscribers where subscribers.id = subscriber_id) as address_hash
    from deliveries where ${which} limit 1 for update`)
  return row ?? null
}

/** Only forwards: an event that is late never takes back what a stronger one said. Whatever it says, the provider had the mail. */
async function note(tx: Transaction, delivery: Delivery, told: Feedback | "sent"): Promise<void> {
  const feedback = told === "sent" ? delivery.feedback : strongerFeedback(delivery.feedback, told)
  const settles = delivery.state === "unknown" && told !== "not_sent"
  const isNews = feedback !== delivery.feedback
  if (!isNews && !settles) return
  await tx.execute(sql`
    update deliveries set feedback = ${feedback}, state = case when ${settles} then 'accepted' else state end, moved_at = now()
    where release_id = ${delivery.release_id} and subscriber_id = ${delivery.subscriber_id}`)
  const returned = {
    accepted: settles ? 1 : 0,
    bounced: isNews && feedback === "bounced" ? 1 : 0,
    complained: isNews && feedback === "complained" ? 1 : 0,
  }
  if (Object.values(returned).some((count) => count > 0)) await count(tx, delivery.launch_id, returned)
}

type Row = Returned & { state: string; open_batches: number }

async function count(tx: Transaction, launchId: LaunchId, { accepted, bounced, complained }: Returned): Promise<void> {
  const [plan] = await tx.execute<Row>(sql`
    update delivery_plans set accepted = accepted + ${accepted}, unknown = unknown - ${accepted}, bounced = bounced + ${bounced},
      complained = complained + ${complained}
    where launch_id = ${launchId}
    returning state, open_batches, accepted - accepted_before as accepted, bounced - bounced_before as bounced,
      complained - complained_before as complained`)
  const because = plan?.state === "sending" && plan.open_batches > 0 ? reasonToPause(plan) : null
  if (because === null) return
  if (await movePlan(tx, launchId, { from: ["sending"], to: "paused", pausedBy: "itself", because }))
    await enqueueJob(tx, reportMailJob, { launchId })
}

type Told = { event: ResendEvent; delivery: Delivery | null }

/** Also of a mail that is none of a release's, like the one that asks to confirm. */
async function suppressIfForGood(tx: Transaction, { settings }: Pick<Runtime, "settings">, { event, delivery }: Told): Promise<void> {
  const reason = event.news?.feedback
  if (reason !== "bounced" && reason !== "complained") return
  const addressHash = delivery?.address_hash ?? (await hashOfRecipient(tx, settings, event.recipient))
  if (addressHash !== null) await suppressAddress(tx, { actor: RESEND, addressHash, reason, source: "resend" })
}

async function hashOfRecipient(tx: Transaction, settings: Runtime["settings"], recipient: string | null): Promise<string | null> {
  const parsed = parseAddress(/<([^<>]*)>\s*$/.exec(recipient ?? "")?.[1] ?? recipient ?? "")
  return parsed === null ? null : hashOfAddress(await findAddressKey(tx, settings), parsed.address)
}

/** Of whom it was is not kept here: the delivery says so, for as long as the person wants to be known. */
function detailOf({ news }: ResendEvent, delivery: Delivery | null): Record<string, unknown> {
  return { feedback: news?.feedback, reason: news?.reason, ...(delivery === null ? {} : { launch: delivery.launch_id }) }
}
