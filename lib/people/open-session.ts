import type { PersonId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { lockPerson } from "./lock-person.ts"
import { actorOf } from "./person.ts"
import { startSession } from "./start-session.ts"

/** The session of somebody whom a provider has just vouched for. Whoever was removed meanwhile gets none. */
export async function openSession(deps: Pick<Runtime, "db">, session: { id: PersonId; text: string; by: string }): Promise<void> {
  await deps.db.transaction(async (tx) => {
    const person = await lockPerson(tx, session.id)
    await startSession(tx, actorOf(person), session)
  })
}
