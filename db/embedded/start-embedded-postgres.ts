import { createCluster } from "./create-cluster.ts"
import { readCredentials, urlFor } from "./credentials.ts"
import { findClusterMajor, openDataFolder } from "./data-folder.ts"
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts"
import { ensureServer, type Running } from "./ensure-server.ts"
import { prepareMachine } from "./machine.ts"
import type { Place } from "./place.ts"
import { stopPostmaster } from "./stop-postmaster.ts"

type Options = { dataDir: string; report: (line: string) => void; settings?: Record<string, string> }

/** `stop` leaves the server to others that use the same data folder; the last one stops it. Until then this process stays alive. */
export type EmbeddedPostgres = { adminUrl: string; url: string; publicUrl: string; port: number; reused: boolean; stop(): Promise<void> }

export async function startEmbeddedPostgres(options: Options): Promise<EmbeddedPostgres> {
  const folder = await openDataFolder(options.dataDir)
  const machine = await prepareMachine(folder, options.report)
  const place = { folder, machine, report: options.report, settings: options.settings ?? {} }
  await ensureCluster(place)
  const credentials = await readCredentials(folder.cluster)
  const running = await ensureServer(place, (port) => urlFor("admin", credentials, port))
  let stopping: Promise<void> | undefined
  return {
    adminUrl: urlFor("admin", credentials, running.port),
    url: urlFor("owner", credentials, running.port),
    publicUrl: urlFor("public", credentials, running.port),
    port: running.port,
    reused: running.reused,
    stop() {
      stopping ??= stop(place, running)
      return stopping
    },
  }
}

async function ensureCluster({ folder, machine, report, settings }: Place): Promise<void> {
  if ((await findClusterMajor(folder.cluster)) === null) {
    await createCluster(folder, machine, settings.fsync === "off" ? "unsynced" : "synced")
    report(`Created a database in ${folder.root}.`)
  }
  const major = await findClusterMajor(folder.cluster)
  if (major === machine.binaries.major) return
  throw new EmbeddedPostgresError(
    `The database in ${folder.cluster} was written by PostgreSQL ${major}, and this Curtain brings PostgreSQL ${machine.binaries.major}. ` +
      "Go back to the Curtain that wrote it, dump the database there (pg_dump), move the folder away, start this one and restore the dump.",
  )
}

async function stop(place: Place, running: Running): Promise<void> {
  try {
    if ((await running.hold.release()) === "last") await stopPostmaster(place)
    else place.report(`Left PostgreSQL running: another process uses ${place.folder.root}.`)
  } finally {
    await running.hold.close()
  }
}
