import { and, eq, ne, sql } from "drizzle-orm"
import { subscribers } from "#db/schema/subscribers.ts"
import { recordAudit } from "../audit/record-audit.ts"
import type { Runtime } from "../runtime.ts"
import { readSubscriberToken } from "./subscriber-link.ts"
import { VISITOR } from "./visitor.ts"

export type Leaving = { token: string; by: "one_click" | "unsubscribe_page" | "preferences_page" }

/** `ended` also where there is nothing left to end, or nobody left: the link was ours, and no mail will come. */
export type EndOutcome = { is: "ended" } | { is: "unknown" }

/** At once, and before any batch that is claimed after it. A confirm link of before opens nothing any more. */
export async function endSubscription(deps: Pick<Runtime, "db" | "settings">, { token, by }: Leaving): Promise<EndOutcome> {
  const link = readSubscriberToken(deps.settings, by === "preferences_page" ? "preferences" : "unsubscribe", token)
  if (link === null) return { is: "unknown" }
  const { subscriberId: id } = link
  await deps.db.transaction(async (tx) => {
    const [ended] = await tx
      .update(subscribers)
      .set({
        state: "ended",
        endReason: by,
        endedAt: sql`now()`,
        confirmRound: sql`${subscribers.confirmRound} + 1`,
        updatedAt: sql`now()`,
      })
      .where(and(eq(subscribers.id, id), ne(subscribers.state, "ended")))
      .returning({ id: subscribers.id })
    if (ended === undefined) return
    await recordAudit(tx, { actor: VISITOR, action: "subscriber.ended", subject: { kind: "subscriber", id }, detail: { by } })
  })
  return { is: "ended" }
}
