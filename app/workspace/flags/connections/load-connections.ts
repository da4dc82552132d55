import "server-only"
import { listFlagChoices } from "#lib/flags/list-flag-choices.ts"
import { listReleasesOfConnection } from "#lib/flags/list-releases-of-connection.ts"
import { type FlagConnection, listFlagConnections, type TargetingRelease } from "#lib/flags/queries.ts"
import type { Runtime } from "#lib/runtime.ts"

/** A team connects a handful of projects; the interface lists all there are. */
const MOST = 100

export type ConnectionSeen = { connection: FlagConnection; flags: number; releases: TargetingRelease[] }

export async function loadConnections({ db }: Pick<Runtime, "db">): Promise<{ builtIn: number; seen: ConnectionSeen[] }> {
  const [connections, { connections: counts }] = await Promise.all([
    listFlagConnections(db, { after: null, limit: MOST }),
    listFlagChoices(db),
  ])
  const flagsOf = (id: string) => counts.find((one) => one.id === id)?.flags ?? 0
  const seen = await Promise.all(
    connections.map(async (connection) => ({
      connection,
      flags: flagsOf(connection.id),
      releases: await listReleasesOfConnection(db, connection.id),
    })),
  )
  return { builtIn: flagsOf("builtin"), seen }
}
