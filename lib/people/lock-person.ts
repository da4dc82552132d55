import { and, eq, isNull } from "drizzle-orm"
import { people } from "#db/schema/people.ts"
import type { Transaction } from "#db/transaction.ts"
import { NotFound } from "../kernel/errors.ts"
import type { PersonId } from "../kernel/ids.ts"

/** Two changes of one person follow each other. */
export async function lockPerson(tx: Transaction, id: PersonId) {
  const [person] = await tx
    .select({ id: people.id, name: people.name, role: people.role, email: people.address })
    .from(people)
    .where(and(eq(people.id, id), isNull(people.removedAt)))
    .for("update")
  if (person === undefined) throw new NotFound("person")
  return person
}
