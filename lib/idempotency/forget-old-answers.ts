import { sql } from "drizzle-orm"
import { idempotentAnswers } from "#db/schema/access.ts"
import type { Runtime } from "../runtime.ts"

/** Nobody repeats a request after a week; until then a replay is owed. Says how many were forgotten. */
export async function forgetOldAnswers(deps: Pick<Runtime, "db">): Promise<number> {
  const forgotten = await deps.db
    .delete(idempotentAnswers)
    .where(sql`${idempotentAnswers.createdAt} < now() - interval '7 days'`)
    .returning({ key: idempotentAnswers.key })
  return forgotten.length
}
