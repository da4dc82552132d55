import type { Transaction } from "#db/transaction.ts"
import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { Conflict } from "../kernel/errors.ts"
import type { SubscriberId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { findAddressKey } from "./find-address-key.ts"
import type { AddSubscriber } from "./input.ts"
import { openRequest } from "./open-request.ts"
import { refuseUnknownTopics } from "./refuse-unknown-topics.ts"
import type { RowOutcome } from "./subscriber-row.ts"
import { writeSubscribers } from "./write-subscribers.ts"

type Deps = Pick<Runtime, "db" | "settings">

/** Adds somebody, or what is new of somebody who is known. Who is only pending gets one mail: the question whether they want to. */
export async function addSubscriber(
  deps: Deps,
  actor: Actor,
  input: AddSubscriber,
): Promise<{ is: "added" | "updated"; id: SubscriberId }> {
  authorize(actor, "subscriber.write")
  const { email, consent, ...profile } = input
  return deps.db.transaction(async (tx) => {
    await refuseUnknownTopics(tx, input.topics)
    const key = await findAddressKey(tx, deps.settings)
    const outcomes = await writeSubscribers(tx, [{ ...email, consent, ...profile }], { key, source: `added by ${actor.name}` })
    const written = refuseKeptOut(outcomes.get(email.address))
    if (consent === "pending") await ask(tx, input, key)
    const subject = { kind: "subscriber" as const, id: written.id }
    await recordAudit(tx, {
      actor,
      action: written.is === "added" ? "subscriber.added" : "subscriber.edited",
      subject,
      detail: { consent },
    })
    return written
  })
}

/** Whoever is active already has answered: finding that out is the request's own business. */
async function ask(tx: Transaction, { email, locale, topics }: AddSubscriber, key: Buffer): Promise<void> {
  await openRequest(tx, { ...email, name: null, locale, topics, key, client: "api" })
}

function refuseKeptOut(outcome: RowOutcome | undefined): Exclude<RowOutcome, { is: "kept out" }> {
  if (outcome !== undefined && outcome.is !== "kept out") return outcome
  if (outcome?.because === "suppressed")
    throw new Conflict("suppressed", "This address must not be mailed: it bounced, complained, or was erased.")
  throw new Conflict("unsubscribed", "This person has unsubscribed. Only they can subscribe again, on the public page.")
}
