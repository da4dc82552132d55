import { eq } from "drizzle-orm"
import { segments } from "#db/schema/subscribers.ts"
import type { Transaction } from "#db/transaction.ts"
import { Invalid } from "../kernel/errors.ts"
import type { LaunchId, SegmentId } from "../kernel/ids.ts"
import { refuseUnknownTopics } from "../subscribers/refuse-unknown-topics.ts"

type Chosen = { topics: string[] | null; segment: SegmentId | null }

/** Throws where there is no such audience. The segment cannot go until the release that is for it is written. */
export async function refuseWrongAudience(tx: Transaction, { topics, segment }: Chosen, corrects: LaunchId | null): Promise<void> {
  if (corrects !== null && (topics !== null || segment !== null))
    throw new Invalid([{ path: "audience", message: "must be everyone: a correction goes to whoever had what it corrects" }])
  await refuseUnknownTopics(tx, topics, "audience.topics")
  if (segment === null) return
  const [found] = await tx.select({ id: segments.id }).from(segments).where(eq(segments.id, segment)).for("share")
  if (found === undefined) throw new Invalid([{ path: "audience.segment", message: "There is no such segment." }])
}
