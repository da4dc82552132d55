import "server-only"
import { z } from "zod"
import { idOf, type ReleaseId } from "#lib/kernel/ids.ts"
import { listReleases, type ReleasePosition, type ReleaseView } from "#lib/releases/queries.ts"
import { RELEASE_STATES, type ReleaseState } from "#lib/releases/release.ts"
import type { Runtime } from "#lib/runtime.ts"

export type Wanted = { state: ReleaseState | undefined; search: string; after: ReleasePosition | null }

/** As many as are looked through without searching. */
const ON_A_PAGE = 50

const position = z
  .tuple([z.iso.datetime().transform((text) => Temporal.Instant.from(text)), z.uuid().transform(idOf<ReleaseId>)])
  .transform(([createdAt, id]): ReleasePosition => ({ createdAt, id }))

/** What the address asks for; what it says wrongly is not asked for. */
export function wantedIn(query: Record<string, string | string[] | undefined>): Wanted {
  const text = (name: string) => (typeof query[name] === "string" ? query[name] : "")
  const state = RELEASE_STATES.find((one) => one === text("state"))
  return { state, search: text("q").trim().slice(0, 200), after: position.safeParse(text("cursor").split("_")).data ?? null }
}

/** The order of what needs somebody: first what moves, then what waits, then what is done. */
const ORDER: readonly ReleaseState[] = ["launching", "held", "scheduled", "planned", "released", "recalled"]

export type ReleaseGroup = { state: ReleaseState; releases: ReleaseView[] }

export async function loadReleases(deps: Pick<Runtime, "db">, { state, search, after }: Wanted) {
  const rows = await listReleases(deps.db, { limit: ON_A_PAGE + 1, after, state, search: search === "" ? undefined : search })
  const items = rows.slice(0, ON_A_PAGE)
  const last = items.at(-1)
  const groups = ORDER.map((one): ReleaseGroup => ({ state: one, releases: items.filter((release) => release.state === one) }))
  const nextCursor = rows.length > ON_A_PAGE && last !== undefined ? `${last.createdAt}_${last.id}` : null
  return { groups: groups.filter(({ releases }) => releases.length > 0), nextCursor }
}
