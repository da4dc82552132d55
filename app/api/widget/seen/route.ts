import { clientNetwork } from "#lib/kernel/client-network.ts"
import { DomainError, Invalid } from "#lib/kernel/errors.ts"
import { openRateLimit } from "#lib/kernel/rate-limit.ts"
import { markSeenInput, readerIn } from "#lib/readers/input.ts"
import { markSeen } from "#lib/readers/mark-seen.ts"
import { readJson } from "../../read-json.ts"
import { hookResource } from "../../resource.ts"
import { ANY_ORIGIN, preflight } from "../any-origin.ts"

/** A revision, an id and its proof. */
const BODY_BYTES = 1024
/** A minute of a large office behind one network. A bell tells of each opening, and of nothing else. */
const PER_NETWORK = openRateLimit({ most: 600, everyMs: 60_000 })

/**
 * What the bell has shown to somebody, so that it is read on their other devices too. There is no cookie, so no other page can act for
 * them: the proof is in the body. Whom nobody names is remembered by their own browser, and nothing is kept here.
 */
const resource = hookResource("/api/widget/seen", async ({ deps, request }) => {
  if (PER_NETWORK.isOver(clientNetwork(request.headers.get("x-forwarded-for"))))
    throw new DomainError("unavailable", "too_many", "That is too often. Try again in a minute.")
  const parsed = markSeenInput.safeParse(await readJson(request, BODY_BYTES))
  if (!parsed.success) throw new Invalid(parsed.error.issues.map(({ path, message }) => ({ path: path.join("."), message })))
  const reader = readerIn(parsed.data, deps.settings)
  const now = deps.revision.current()
  // What is yet to come cannot have been seen: it would be read before it is there.
  if (reader !== null && now.is === "confirmed") await markSeen(deps, { reader, revision: Math.min(parsed.data.revision, now.revision) })
  return new Response(null, { status: 204, headers: { ...ANY_ORIGIN, "cache-control": "no-store" } })
})

export const { GET, HEAD, POST, PUT, PATCH, DELETE } = resource

export function OPTIONS(): Response {
  return preflight("POST", "Content-Type")
}
