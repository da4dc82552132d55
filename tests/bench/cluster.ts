import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import postgres from "postgres"
import { type EmbeddedPostgres, startEmbeddedPostgres } from "#db/embedded/start-embedded-postgres.ts"
import { openRuntime, readSettings } from "#lib/runtime.ts"
import { startWorker } from "#lib/worker.ts"
import { API_TOKEN, type World } from "#tests/support/world.ts"

export type BenchCluster = AsyncDisposable & {
  /** A portal's runtime on a new database of its own. */
  openPortal(name: string, env?: Record<string, string>): Promise<BenchPortal>
  /** An empty database of its own, for a service that fills it itself. */
  createDatabase(name: string): Promise<string>
  postmasterPid: number
}

export type BenchPortal = World & { adminUrl: string }

// As durable as PostgreSQL is by default. What comes round by itself is kept out of the measured seconds: we vacuum by hand.
const SETTINGS = { autovacuum: "off", checkpoint_timeout: "1h", max_wal_size: "8GB" }

/** PostgreSQL in a temporary folder, thrown away at the end. */
export async function openCluster(): Promise<BenchCluster> {
  const dataDir = await mkdtemp(join(tmpdir(), "curtain-bench-"))
  const server = await startEmbeddedPostgres({ dataDir, report: () => {}, settings: SETTINGS })
  const pidFile = await readFile(join(dataDir, "postgres", "postmaster.pid"), "utf8")
  return {
    postmasterPid: Number(pidFile.split("\n")[0]),
    openPortal: (name, env) => openPortal(server, name, env),
    createDatabase: (name) => createDatabase(server, name),
    [Symbol.asyncDispose]: async () => {
      await server.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function createDatabase(server: EmbeddedPostgres, name: string): Promise<string> {
  const admin = postgres(server.adminUrl, { max: 1, onnotice: () => {} })
  await admin`create database ${admin(name)} owner curtain`
  await admin.end()
  return inDatabase(server.url, name)
}

async function openPortal(server: EmbeddedPostgres, name: string, env: Record<string, string> = {}): Promise<BenchPortal> {
  const addresses = { url: await createDatabase(server, name), publicUrl: inDatabase(server.publicUrl, name), publicRole: "curtain_public" }
  const settings = readSettings({
    CURTAIN_SECRET_KEY: "a-secret-key-for-benchmarks-that-is-long",
    CURTAIN_API_TOKEN: API_TOKEN,
    CURTAIN_ROLES: "web",
    PUBLIC_URL: "http://localhost:3000",
    LOG_LEVEL: "error",
    ...env,
  })
  const runtime = await openRuntime(settings, addresses)
  return { ...runtime, ...addresses, adminUrl: inDatabase(server.adminUrl, name), startWorker: () => startWorker(runtime) }
}

function inDatabase(url: string, name: string): string {
  const changed = new URL(url)
  changed.pathname = `/${name}`
  return changed.href
}
