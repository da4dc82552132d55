import { sql } from "drizzle-orm"
import { asDatabase, type Database, type Transaction } from "#db/transaction.ts"
import type { Runtime } from "../runtime.ts"
import { findAnswer } from "./queries.ts"
import type { RepeatableRequest } from "./repeatable-request.ts"
import { storeAnswer } from "./store-answer.ts"
import { type Answered, refuseInFlight, replay, type Worked } from "./stored-answer.ts"

/** Work and answer in one commit: a process that dies at any line leaves both or neither, so a repeated request is always safe. */
export async function keepAnswerWithWork(
  deps: Pick<Runtime, "db">,
  request: RepeatableRequest,
  work: (db: Database) => Promise<Worked>,
): Promise<Answered> {
  return deps.db.transaction(async (tx) => {
    await claimKey(tx, request)
    const stored = await findAnswer(tx, request)
    if (stored !== null) return replay(stored, request)
    const worked = await work(asDatabase(tx))
    await storeAnswer(tx, request, worked)
    return { is: "new", status: worked.status, body: worked.body }
  })
}

/** The lock goes with the transaction, whatever ends it; the second of two requests is told to ask again, and keeps no connection waiting. */
async function claimKey(tx: Transaction, { actor, key }: RepeatableRequest): Promise<void> {
  const name = `idempotency ${actor} ${key}`
  const [row] = await tx.execute<{ claimed: boolean }>(sql`select pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) as claimed`)
  if (row?.claimed !== true) refuseInFlight()
}
