import { and, asc, eq, isNull } from "drizzle-orm"
import { people } from "#db/schema/people.ts"
import type { Transaction } from "#db/transaction.ts"
import { Conflict } from "../kernel/errors.ts"
import type { PersonId } from "../kernel/ids.ts"

/**
 * Refuses what would leave a portal that nobody can manage. All owners are locked in one order: of two who demote each other at
 * the same moment, the second sees that the first has gone. An owner who has never signed in is no owner to rely on.
 */
export async function keepAnOwner(tx: Transaction, leaving: PersonId): Promise<void> {
  const owners = await tx
    .select({ id: people.id, joinedAt: people.joinedAt })
    .from(people)
    .where(and(eq(people.role, "owner"), isNull(people.removedAt)))
    .orderBy(asc(people.id))
    .for("update")
  const one = owners.find(({ id }) => id === leaving)
  if (one === undefined) return
  const others = owners.filter(({ id, joinedAt }) => id !== leaving && (joinedAt !== null || one.joinedAt === null))
  if (others.length > 0) return
  throw new Conflict("last_owner", "This is the last owner who has signed in. Make somebody else an owner first, and let them sign in.")
}
