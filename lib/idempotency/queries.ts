import { and, eq, sql } from "drizzle-orm"
import { idempotentAnswers } from "#db/schema/access.ts"
import type { Queryable } from "#db/transaction.ts"
import type { RepeatableRequest } from "./repeatable-request.ts"
import type { StoredAnswer } from "./stored-answer.ts"

// Drizzle would read a text that is JSON once more; the database gives the text itself.
const bodyText = sql<string>`${idempotentAnswers.body} #>> '{}'`

export async function findAnswer(db: Queryable, { actor, key }: RepeatableRequest): Promise<StoredAnswer | null> {
  const [row] = await db
    .select({ fingerprint: idempotentAnswers.fingerprint, status: idempotentAnswers.status, body: bodyText })
    .from(idempotentAnswers)
    .where(and(eq(idempotentAnswers.actor, actor), eq(idempotentAnswers.key, key)))
  return row ?? null
}
