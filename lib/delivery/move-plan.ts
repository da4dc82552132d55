import { and, eq, inArray, sql } from "drizzle-orm"
import { deliveryPlans } from "#db/schema/deliveries.ts"
import type { Transaction } from "#db/transaction.ts"
import type { Actor } from "../access/actor.ts"
import { recordAudit } from "../audit/record-audit.ts"
import type { LaunchId } from "../kernel/ids.ts"
import type { Pauser, PlanState } from "./delivery-plan.ts"

export const POSTMASTER: Actor = { kind: "system", name: "mail" }

type Move = {
  from: readonly PlanState[]
  to: PlanState
  by?: Actor
  because?: string
  /** Of a pause: whether a person asked for it, or must look. */
  pausedBy?: Pauser
}

/** The only writer of `delivery_plans.state`: compare-and-set and audit line in one go. False where it stands elsewhere. */
export async function movePlan(tx: Transaction, launchId: LaunchId, move: Move): Promise<boolean> {
  const { from, to, by = POSTMASTER, because = null, pausedBy = null } = move
  const moved = await tx
    .update(deliveryPlans)
    .set({ state: to, because, pausedBy, movedAt: sql`now()`, ...progressFrom(to) })
    .where(and(eq(deliveryPlans.launchId, launchId), inArray(deliveryPlans.state, [...from])))
    .returning({ launchId: deliveryPlans.launchId })
  if (moved.length === 0) return false
  const detail = { to, ...(because === null ? {} : { because }) }
  await recordAudit(tx, { actor: by, action: "mail.moved", subject: { kind: "launch", id: launchId }, detail })
  return true
}

/** An estimate counts from here: a break says nothing about the pace. */
function progressFrom(to: PlanState) {
  if (to !== "sending") return {}
  const { accepted, failed, unknown } = deliveryPlans
  return { sendingSince: sql`clock_timestamp()`, handledBefore: sql`${accepted} + ${failed} + ${unknown}` }
}
