import "server-only"
import type { Adapter, AdapterUser } from "next-auth/adapters"
import { idOf, type PersonId } from "#lib/kernel/ids.ts"
import { openSession } from "#lib/people/open-session.ts"
import type { Person } from "#lib/people/person.ts"
import { findPersonByAccount } from "#lib/people/queries.ts"
import type { Runtime } from "#lib/runtime.ts"

/**
 * What next-auth may do with people and sessions: find whose an account is, and keep a session for them. It makes nobody and links
 * nothing; `signIn` has done that, if it was right, before it gets here. It never sees who is signed in, so that it cannot tie a
 * second person's account to them.
 */
export function peopleAdapter(deps: Pick<Runtime, "db">): Adapter {
  const session = { by: "" }
  return {
    getUserByAccount: async ({ provider, providerAccountId }) => {
      session.by = provider
      const person = await findPersonByAccount(deps.db, { provider, account: providerAccountId })
      return person === null ? null : userOf(person)
    },
    createSession: async ({ sessionToken, userId, expires }) => {
      await openSession(deps, { id: idOf<PersonId>(userId), text: sessionToken, by: session.by })
      return { sessionToken, userId, expires }
    },
    getSessionAndUser: async () => null,
    getUser: notHere,
    getUserByEmail: notHere,
    createUser: notHere,
    updateUser: notHere,
    linkAccount: notHere,
    updateSession: notHere,
    deleteSession: notHere,
  }
}

async function notHere(): Promise<never> {
  throw new Error("people come in through lib/people alone")
}

function userOf({ id, email, name }: Person): AdapterUser {
  return { id, email, name, emailVerified: null }
}
