import { and, eq, isNull } from "drizzle-orm"
import { people } from "#db/schema/people.ts"
import type { Queryable } from "#db/transaction.ts"
import type { PersonId } from "../kernel/ids.ts"

/** Somebody of the team, by who they are or by an address as `parseAddress` spells it; null for anybody else. */
export async function findMailbox(
  db: Queryable,
  whose: { id: PersonId } | { address: string },
): Promise<{ address: string; name: string } | null> {
  const isMeant = "id" in whose ? eq(people.id, whose.id) : eq(people.address, whose.address)
  const [found] = await db
    .select({ address: people.address, name: people.name })
    .from(people)
    .where(and(isMeant, isNull(people.removedAt)))
  return found ?? null
}
