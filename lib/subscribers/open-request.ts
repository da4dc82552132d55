import { subscriptionRequests } from "#db/schema/subscribers.ts"
import type { Transaction } from "#db/transaction.ts"
import { enqueueJob } from "../jobs/enqueue-job.ts"
import { newId, type SubscriptionRequestId } from "../kernel/ids.ts"
import type { ParsedAddress } from "../kernel/mail-address.ts"
import { answerRequestJob } from "./jobs.ts"
import { DEFAULT_LOCALE } from "./subscriber.ts"
import { hashOfClient } from "./subscription-request.ts"
import { hashOfAddress } from "./suppression.ts"

export type NewRequest = ParsedAddress & {
  name: string | null
  locale: string | null
  topics: string[] | null
  key: Buffer
  client: string
}

/** One row and one job, for every address alike: what becomes of it, nobody who asked can tell from the answer or its time. */
export async function openRequest(
  tx: Transaction,
  { email, address, name, locale, topics, key, client }: NewRequest,
): Promise<SubscriptionRequestId> {
  const id = newId<SubscriptionRequestId>()
  await tx.insert(subscriptionRequests).values({
    id,
    state: "received",
    email,
    addressHash: hashOfAddress(key, address),
    clientHash: hashOfClient(key, client),
    name,
    locale: locale ?? DEFAULT_LOCALE,
    topics,
  })
  await enqueueJob(tx, answerRequestJob, { requestId: id })
  return id
}
