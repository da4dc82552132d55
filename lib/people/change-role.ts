import { eq } from "drizzle-orm"
import { people, sessions } from "#db/schema/people.ts"
import type { Actor, Role } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import type { PersonId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { keepAnOwner } from "./keep-an-owner.ts"
import { lockPerson } from "./lock-person.ts"

/** Their sessions end with the commit, everywhere: they sign in again as what they are now. */
export async function changeRole(deps: Pick<Runtime, "db">, actor: Actor, input: { id: PersonId; role: Role }): Promise<void> {
  authorize(actor, "person.manage")
  const { id, role } = input
  await deps.db.transaction(async (tx) => {
    if (role !== "owner") await keepAnOwner(tx, id)
    const person = await lockPerson(tx, id)
    if (person.role === role) return
    await tx.update(people).set({ role }).where(eq(people.id, id))
    await tx.delete(sessions).where(eq(sessions.personId, id))
    const detail = { name: person.name, before: person.role, after: role }
    await recordAudit(tx, { actor, action: "person.role_changed", subject: { kind: "person", id }, detail })
  })
}
