import "server-only"
import { cookies } from "next/headers"
import { cache } from "react"
import type { PersonActor } from "#lib/access/actor.ts"
import { recogniseSession } from "#lib/people/recognise-session.ts"
import { runtime } from "../runtime.ts"
import { sessionCookie } from "../session-cookie.ts"

/** Who looks at this page, or null; asked once per request, of the database. */
export const signedIn = cache(async (): Promise<PersonActor | null> => {
  // First, so that the build sees that this depends on a request, and asks for no environment.
  const sent = await cookies()
  const deps = await runtime()
  const cookie = sent.get(sessionCookie(deps.settings.publicUrl).name)
  return cookie === undefined ? null : recogniseSession(deps, cookie.value)
})
