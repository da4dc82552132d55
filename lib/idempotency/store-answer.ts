import { idempotentAnswers } from "#db/schema/access.ts"
import type { Transaction } from "#db/transaction.ts"
import type { RepeatableRequest } from "./repeatable-request.ts"
import type { Worked } from "./stored-answer.ts"

/** Stored as one JSON text, since jsonb would sort its members and the replay could not be byte for byte. Refusals are not kept. */
export async function storeAnswer(tx: Transaction, { actor, key, fingerprint }: RepeatableRequest, worked: Worked): Promise<void> {
  if (worked.kept === null || worked.status >= 300) return
  await tx.insert(idempotentAnswers).values({ actor, key, fingerprint, status: worked.status, body: worked.kept }).onConflictDoNothing()
}
