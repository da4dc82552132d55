import { and, eq, isNull, sql } from "drizzle-orm"
import { people } from "#db/schema/people.ts"
import type { Queryable, Transaction } from "#db/transaction.ts"
import type { PersonActor } from "../access/actor.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { newId, type PersonId } from "../kernel/ids.ts"
import { actorOf, nameFromAddress, roleByDomain } from "./person.ts"
import { getAccessRules } from "./queries.ts"

/**
 * Who comes in with an address that is proven to be theirs: somebody invited, or somebody of a domain that an owner named. Null for
 * everybody else. Only here does a person come to be without an invitation, and only after the proof.
 */
export async function admitPerson(tx: Transaction, address: string): Promise<PersonActor | null> {
  await createByDomain(tx, address)
  const [person] = await tx
    .select({ id: people.id, name: people.name, role: people.role, joinedAt: people.joinedAt })
    .from(people)
    .where(and(eq(people.address, address), isNull(people.removedAt)))
    .for("update")
  if (person === undefined) return null
  const actor = actorOf(person)
  if (person.joinedAt === null) await noteJoined(tx, actor)
  return actor
}

/** Of two first sign-ins at once, one makes the person and the other finds them. */
async function createByDomain(tx: Transaction, address: string): Promise<void> {
  const role = await findRoleByDomain(tx, address)
  if (role === null) return
  await tx
    .insert(people)
    .values({ id: newId<PersonId>(), address, name: nameFromAddress(address), role, invitedBy: "the rule for the domain" })
    .onConflictDoNothing()
}

async function findRoleByDomain(tx: Queryable, address: string) {
  return roleByDomain(await getAccessRules(tx), address)
}

async function noteJoined(tx: Transaction, actor: PersonActor): Promise<void> {
  await tx.update(people).set({ joinedAt: sql`now()`, invitation: "not_needed" }).where(eq(people.id, actor.id))
  await recordAudit(tx, { actor, action: "person.joined", subject: { kind: "person", id: actor.id }, detail: { role: actor.role } })
}
