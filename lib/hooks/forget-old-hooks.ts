import { and, inArray, sql } from "drizzle-orm"
import { hookDeliveries } from "#db/schema/hooks.ts"
import type { Runtime } from "../runtime.ts"

/**
 * GitHub lets people send a delivery again for three days, and a stored id is what keeps a second copy out; a season is far behind
 * that. What failed stays until somebody dealt with it.
 */
export async function forgetOldHooks(deps: Pick<Runtime, "db">): Promise<number> {
  const forgotten = await deps.db
    .delete(hookDeliveries)
    .where(and(inArray(hookDeliveries.outcome, ["processed", "ignored"]), sql`${hookDeliveries.receivedAt} < now() - interval '90 days'`))
    .returning({ id: hookDeliveries.id })
  return forgotten.length
}
