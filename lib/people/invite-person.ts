import { people } from "#db/schema/people.ts"
import type { Actor } from "../access/actor.ts"
import { nameOf } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { Conflict } from "../kernel/errors.ts"
import { newId, type PersonId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import type { InvitePerson } from "./input.ts"
import { nameFromAddress } from "./person.ts"

/** The mail that tells them is owed with the same commit; a worker sends it. It opens nothing: they sign in like everybody. */
export async function invitePerson(deps: Pick<Runtime, "db">, actor: Actor, input: InvitePerson): Promise<PersonId> {
  authorize(actor, "person.manage")
  const id = newId<PersonId>()
  const { email: address, role } = input
  const name = input.name ?? nameFromAddress(address)
  return deps.db.transaction(async (tx) => {
    const invited = await tx
      .insert(people)
      .values({ id, address, name, role, invitedBy: nameOf(actor).name, invitation: "owed" })
      .onConflictDoNothing()
      .returning({ id: people.id })
    if (invited.length === 0) throw new Conflict("already_here", `${address} is here already, or invited. Change the role instead.`)
    await recordAudit(tx, { actor, action: "person.invited", subject: { kind: "person", id }, detail: { name, role, email: address } })
    return id
  })
}
