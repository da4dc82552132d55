import { eq } from "drizzle-orm"
import { subscribers } from "#db/schema/subscribers.ts"
import type { Transaction } from "#db/transaction.ts"
import { NotFound } from "../kernel/errors.ts"
import type { SubscriberId } from "../kernel/ids.ts"

export async function lockSubscriber(tx: Transaction, id: SubscriberId): Promise<typeof subscribers.$inferSelect> {
  const [found] = await tx.select().from(subscribers).where(eq(subscribers.id, id)).for("update")
  if (found === undefined) throw new NotFound("subscriber")
  return found
}
