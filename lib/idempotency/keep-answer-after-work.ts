import type { Runtime } from "../runtime.ts"
import { findAnswer } from "./queries.ts"
import type { RepeatableRequest } from "./repeatable-request.ts"
import { storeAnswer } from "./store-answer.ts"
import { type Answered, refuseInFlight, replay, type Worked } from "./stored-answer.ts"

// In this process's memory on purpose. A lock in the database would be held over the network calls of the work, and a row would
// outlive a killed process and block its key; what this cannot see, another process, is harmless: the work has one effect anyway.
const underWay = new Set<string>()

/** For work that has one effect however often it is done: it opens its own transactions, and its answer is kept after it. */
export async function keepAnswerAfterWork(
  deps: Pick<Runtime, "db">,
  request: RepeatableRequest,
  work: () => Promise<Worked>,
): Promise<Answered> {
  const name = `${request.actor} ${request.key}`
  if (underWay.has(name)) refuseInFlight()
  underWay.add(name)
  try {
    const stored = await findAnswer(deps.db, request)
    if (stored !== null) return replay(stored, request)
    const worked = await work()
    await deps.db.transaction((tx) => storeAnswer(tx, request, worked))
    return { is: "new", status: worked.status, body: worked.body }
  } finally {
    underWay.delete(name)
  }
}
