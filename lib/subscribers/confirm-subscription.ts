import { and, eq, sql } from "drizzle-orm"
import { subscribers, suppressions } from "#db/schema/subscribers.ts"
import { recordAudit } from "../audit/record-audit.ts"
import type { Runtime } from "../runtime.ts"
import { readSubscriberToken } from "./subscriber-link.ts"
import { VISITOR } from "./visitor.ts"

/** `confirmed` also where it was before: the same button twice is no mistake. `unknown`: no link of ours, or one that a later request replaced. */
export type ConfirmOutcome = { is: "confirmed" } | { is: "unknown" }

/** Somebody pressed the button that their mail led to. Their consent is theirs: basis, time and place are written with it. */
export async function confirmSubscription(deps: Pick<Runtime, "db" | "settings">, token: string): Promise<ConfirmOutcome> {
  const link = readSubscriberToken(deps.settings, "confirm", token)
  if (link === null) return { is: "unknown" }
  const { subscriberId: id, round } = link
  return deps.db.transaction(async (tx) => {
    const [standing] = await tx.select().from(subscribers).where(eq(subscribers.id, id)).for("update")
    if (standing === undefined || standing.confirmRound !== round) return { is: "unknown" }
    if (standing.state === "active") return { is: "confirmed" }
    const consent = { consentBasis: "double_opt_in" as const, consentAt: sql`now()`, consentSource: "form" }
    await tx
      .update(subscribers)
      .set({ state: "active", ...consent, endedAt: null, endReason: null, updatedAt: sql`now()` })
      .where(eq(subscribers.id, id))
    // An erasure keeps lists from bringing them back; it does not keep them from coming back.
    await tx.delete(suppressions).where(and(eq(suppressions.addressHash, standing.addressHash), eq(suppressions.reason, "erased")))
    await recordAudit(tx, { actor: VISITOR, action: "subscriber.confirmed", subject: { kind: "subscriber", id }, detail: { round } })
    return { is: "confirmed" }
  })
}
