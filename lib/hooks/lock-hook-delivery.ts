import { eq } from "drizzle-orm"
import { hookDeliveries } from "#db/schema/hooks.ts"
import type { Transaction } from "#db/transaction.ts"
import { NotFound } from "../kernel/errors.ts"
import type { HookDeliveryId } from "../kernel/ids.ts"

/** One at a time works on a delivery: the job, a job that was thought dead, or a person who asks for it again. */
export async function lockHookDelivery(tx: Transaction, id: HookDeliveryId): Promise<typeof hookDeliveries.$inferSelect> {
  const [row] = await tx.select().from(hookDeliveries).where(eq(hookDeliveries.id, id)).for("update")
  if (!row) throw new NotFound("hook delivery")
  return row
}
