import { and, eq, inArray, ne, sql } from "drizzle-orm"
import { subscribers, subscriptionRequests, suppressions } from "#db/schema/subscribers.ts"
import type { Transaction } from "#db/transaction.ts"
import { newId, type SubscriberId, type SubscriptionRequestId } from "../kernel/ids.ts"
import { parseAddress } from "../kernel/mail-address.ts"
import type { Mailer } from "../mail/mailer.ts"
import { moveRequest } from "./move-request.ts"
import { MOST_PER_ADDRESS, type RequestAnswer } from "./subscription-request.ts"

type Request = typeof subscriptionRequests.$inferSelect
export type Decided = { id: SubscriptionRequestId; email: string; locale: string; answer: RequestAnswer }

/** What to mail to whoever asked, or null where there is nothing to mail. */
export async function decideRequest(
  tx: Transaction,
  id: SubscriptionRequestId,
  mailer: Pick<Mailer, "keepsKeys">,
): Promise<Decided | null> {
  const [request] = await tx.select().from(subscriptionRequests).where(eq(subscriptionRequests.id, id)).for("update")
  if (request === undefined) return null
  const { state, email, locale, answer } = request
  if (state === "sending" && answer !== null && mailer.keepsKeys) return { id, email, locale, answer }
  if (state === "sending") await moveRequest(tx, { id, from: "sending", to: "done" })
  if (state !== "received") return null
  return decideNew(tx, request)
}

async function decideNew(tx: Transaction, request: Request): Promise<Decided | null> {
  const { id, email, locale, addressHash } = request
  // One after the other for one address, so that two workers do not both count the mails of before.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`subscription of ${addressHash}`}, 0))`)
  if ((await isSuppressed(tx, addressHash)) || (await hadEnough(tx, request))) {
    await moveRequest(tx, { id, from: "received", to: "dropped" })
    return null
  }
  const answer = await answerFor(tx, request)
  await moveRequest(tx, { id, from: "received", to: "sending", answer })
  return { id, email, locale, answer }
}

/** An erased person may come back by themselves; an address that bounces or complains is left alone. */
async function isSuppressed(tx: Transaction, addressHash: string): Promise<boolean> {
  const standing = and(eq(suppressions.addressHash, addressHash), ne(suppressions.reason, "erased"))
  return (await tx.select({ reason: suppressions.reason }).from(suppressions).where(standing)).length > 0
}

/** What was mailed counts, not what was asked for: whoever floods an address does not keep its owner from subscribing for long. */
async function hadEnough(tx: Transaction, { id, addressHash }: Request): Promise<boolean> {
  const mailed = await tx
    .select({ id: subscriptionRequests.id })
    .from(subscriptionRequests)
    .where(
      and(
        eq(subscriptionRequests.addressHash, addressHash),
        ne(subscriptionRequests.id, id),
        inArray(subscriptionRequests.state, ["sending", "done"]),
        sql`${subscriptionRequests.createdAt} > now() - ${MOST_PER_ADDRESS.within}::interval`,
      ),
    )
  return mailed.length >= MOST_PER_ADDRESS.count
}

async function answerFor(tx: Transaction, request: Request): Promise<RequestAnswer> {
  const known = eq(subscribers.addressHash, request.addressHash)
  const [standing] = await tx.select().from(subscribers).where(known).for("update")
  if (standing?.state === "active") return { mail: "already subscribed", subscriberId: standing.id, round: standing.confirmRound }
  if (standing === undefined) return { mail: "confirm", subscriberId: await insertPending(tx, request), round: 1 }
  const { name, locale, topics } = request
  const round = standing.confirmRound + 1
  // Whoever has left stays so until they confirm: nobody else's request makes them somebody that a list could bring back.
  const changed = { locale, topics, confirmRound: round, updatedAt: sql`now()`, ...(name === null ? {} : { name }) }
  await tx.update(subscribers).set(changed).where(eq(subscribers.id, standing.id))
  return { mail: "confirm", subscriberId: standing.id, round }
}

async function insertPending(tx: Transaction, { email, addressHash, name, locale, topics }: Request): Promise<SubscriberId> {
  const id = newId<SubscriberId>()
  const address = parseAddress(email)?.address ?? email.toLowerCase()
  await tx.insert(subscribers).values({ id, email, address, addressHash, name, locale, topics, state: "pending", confirmRound: 1 })
  return id
}
