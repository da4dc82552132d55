import { eq } from "drizzle-orm"
import { subscriptionRequests } from "#db/schema/subscribers.ts"
import type { Runtime } from "../runtime.ts"
import type { AnswerRequest } from "./jobs.ts"
import { moveRequest } from "./move-request.ts"

/** Whoever asked two hours ago has asked again, or gone. */
export async function giveUpRequest({ db, log }: Pick<Runtime, "db" | "log">, { requestId }: AnswerRequest): Promise<void> {
  await db.transaction(async (tx) => {
    const [request] = await tx
      .select({ state: subscriptionRequests.state })
      .from(subscriptionRequests)
      .where(eq(subscriptionRequests.id, requestId))
    if (request === undefined || request.state === "done" || request.state === "dropped") return
    await moveRequest(tx, { id: requestId, from: request.state, to: "dropped" })
  })
  log.error({ requestId }, "a mail about a subscription could not be sent: see whether mail leaves at all")
}
