import { and, eq, gt, isNull, sql } from "drizzle-orm"
import { people, sessions } from "#db/schema/people.ts"
import type { Database } from "#db/transaction.ts"
import type { PersonActor } from "../access/actor.ts"
import type { Runtime } from "../runtime.ts"
import { SESSION_DAYS } from "./session.ts"
import { hashOfCookie } from "./sign-in-link.ts"

/** Who a session is of, or null. Asked of the database each time: one that was ended a moment ago, by any process, is nobody's. */
export async function recogniseSession(deps: Pick<Runtime, "db">, cookie: string): Promise<PersonActor | null> {
  const hash = hashOfCookie(cookie)
  const [found] = await deps.db
    .select({
      id: people.id,
      name: people.name,
      role: people.role,
      wasIdle: sql<boolean>`${sessions.lastSeenAt} < now() - interval '1 minute'`,
    })
    .from(sessions)
    .innerJoin(people, eq(people.id, sessions.personId))
    .where(and(eq(sessions.hash, hash), isNull(people.removedAt), gt(sessions.expiresAt, sql`now()`), gt(sessions.lastSeenAt, notIdle)))
  if (found === undefined) return null
  if (found.wasIdle) await noteSeen(deps.db, hash)
  const { id, name, role } = found
  return { kind: "person", id, name, role }
}

const notIdle = sql`now() - make_interval(days => ${SESSION_DAYS.idle})`

/** Once a minute is enough to know who has gone, and spares a write for every page. */
async function noteSeen(db: Database, hash: string): Promise<void> {
  await db.update(sessions).set({ lastSeenAt: sql`now()` }).where(eq(sessions.hash, hash))
}
