import { eq, sql } from "drizzle-orm"
import { people, personAccounts, sessions } from "#db/schema/people.ts"
import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import type { PersonId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { keepAnOwner } from "./keep-an-owner.ts"
import { lockPerson } from "./lock-person.ts"

/** Their sessions end with the commit, everywhere, and what they did keeps their name. Links on their way to them open nothing. */
export async function removePerson(deps: Pick<Runtime, "db">, actor: Actor, id: PersonId): Promise<void> {
  authorize(actor, "person.manage")
  await deps.db.transaction(async (tx) => {
    await keepAnOwner(tx, id)
    const person = await lockPerson(tx, id)
    await tx.update(people).set({ removedAt: sql`now()`, invitation: "not_needed" }).where(eq(people.id, id))
    await tx.delete(sessions).where(eq(sessions.personId, id))
    await tx.delete(personAccounts).where(eq(personAccounts.personId, id))
    const detail = { name: person.name, role: person.role, email: person.email }
    await recordAudit(tx, { actor, action: "person.removed", subject: { kind: "person", id }, detail })
  })
}
