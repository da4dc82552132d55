import { sql } from "drizzle-orm"
import { people, sessions } from "#db/schema/people.ts"
import type { PersonActor, Role } from "#lib/access/actor.ts"
import { newId, type PersonId } from "#lib/kernel/ids.ts"
import { newSessionText } from "#lib/people/session.ts"
import { hashOfCookie } from "#lib/people/sign-in-link.ts"
import type { World } from "#tests/support/world.ts"

export type SignedIn = { actor: PersonActor; address: string; session: string; cookie: string }

/** Somebody of the team with a session of their own, for pages and actions. The cookie is that of a portal without https. */
export async function aPerson(world: World, role: Role, more: { name?: string; address?: string } = {}): Promise<SignedIn> {
  const id = newId<PersonId>()
  const { name = `A ${role}`, address = `${role}-${id.slice(-8)}@acme.example` } = more
  await world.db.insert(people).values({ id, address, name, role, invitedBy: "a test", joinedAt: sql`now()` })
  const session = newSessionText()
  await world.db.insert(sessions).values({ hash: hashOfCookie(session), personId: id, expiresAt: sql`now() + interval '1 hour'` })
  return { actor: { kind: "person", id, name, role }, address, session, cookie: `curtain=${session}` }
}
