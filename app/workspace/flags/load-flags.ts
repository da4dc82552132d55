import "server-only"
import { type FlagChoices, listFlagChoices } from "#lib/flags/list-flag-choices.ts"
import { type FlagDrift, listFlagDrifts } from "#lib/flags/list-flag-drifts.ts"
import { type Flag, findFlag, listFlags } from "#lib/flags/queries.ts"
import type { FlagId } from "#lib/kernel/ids.ts"
import type { Runtime } from "#lib/runtime.ts"
import type { Asked } from "./asked.ts"

type Deps = Pick<Runtime, "db">

/** As many as are looked through without searching. */
const ON_A_PAGE = 50

export type FlagSeen = { flag: Flag; connection: string; drifts: FlagDrift[] }

export async function loadFlags({ db }: Deps, { flag: _, after, ...filter }: Asked) {
  const [rows, choices] = await Promise.all([listFlags(db, { ...filter, after: after ?? null, limit: ON_A_PAGE + 1 }), listFlagChoices(db)])
  const page = rows.slice(0, ON_A_PAGE)
  const drifts = await listFlagDrifts(
    db,
    page.map(({ id }) => id),
  )
  const seen = page.map((flag) => seenOf(flag, choices, drifts))
  return { seen, choices, next: rows.length > ON_A_PAGE ? (page.at(-1)?.id ?? null) : null }
}

export async function loadFlag({ db }: Deps, id: FlagId, choices: FlagChoices): Promise<FlagSeen | null> {
  const flag = await findFlag(db, id)
  return flag === null ? null : seenOf(flag, choices, await listFlagDrifts(db, [id]))
}

function seenOf(flag: Flag, { connections }: FlagChoices, drifts: FlagDrift[]): FlagSeen {
  const connection = connections.find(({ id }) => id === flag.connection)?.name ?? flag.connection
  return { flag, connection, drifts: drifts.filter(({ flagId }) => flagId === flag.id) }
}
