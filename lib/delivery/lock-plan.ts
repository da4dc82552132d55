import { eq } from "drizzle-orm"
import { deliveryPlans } from "#db/schema/deliveries.ts"
import type { Transaction } from "#db/transaction.ts"
import type { LaunchId } from "../kernel/ids.ts"
import type { Plan } from "./queries.ts"

/** Whoever writes a result takes this lock last, so what is read under it is what the rows say. */
export async function lockPlan(tx: Transaction, launchId: LaunchId): Promise<Plan | null> {
  const [plan] = await tx.select().from(deliveryPlans).where(eq(deliveryPlans.launchId, launchId)).for("update")
  return plan ?? null
}
