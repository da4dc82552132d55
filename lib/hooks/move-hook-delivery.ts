import { eq, sql } from "drizzle-orm"
import { hookDeliveries } from "#db/schema/hooks.ts"
import type { Transaction } from "#db/transaction.ts"
import type { HookDeliveryId } from "../kernel/ids.ts"
import type { HookOutcome } from "./hook-delivery.ts"

/** The one place where a stored delivery's outcome changes. The caller holds its row. */
export async function moveHookDelivery(
  tx: Transaction,
  id: HookDeliveryId,
  to: { outcome: HookOutcome; reason: string | null },
): Promise<void> {
  const settledAt = to.outcome === "received" ? null : sql`now()`
  const attempts = to.outcome === "received" ? sql`${hookDeliveries.attempts}` : sql`${hookDeliveries.attempts} + 1`
  await tx
    .update(hookDeliveries)
    .set({ ...to, settledAt, attempts })
    .where(eq(hookDeliveries.id, id))
}
