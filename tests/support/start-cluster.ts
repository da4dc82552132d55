import { mkdtemp, readdir, rm, stat } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import postgres from "postgres"
import type { TestProject } from "vitest/node"
import { isAlive } from "#db/embedded/process-life.ts"
import { type EmbeddedPostgres, startEmbeddedPostgres } from "#db/embedded/start-embedded-postgres.ts"
import { prepareDatabase } from "#db/prepare-database.ts"
import { openQueue } from "#lib/jobs/queue.ts"
import { openLog } from "#lib/kernel/log.ts"
import { JOBS } from "#lib/runtime.ts"

/** Where the run's cluster is and how to connect: what `cloneDatabase` needs in a test's own process. */
export type Cluster = Pick<EmbeddedPostgres, "adminUrl" | "url" | "publicUrl">

declare module "vitest" {
  interface ProvidedContext {
    cluster: Cluster
  }
}

declare global {
  /** Every project of a run loads this file for itself; they share one cluster. */
  var curtainTestCluster: { users: number; started: Promise<Started> } | undefined
}

type Started = { server: EmbeddedPostgres; dataDir: string }

// The cluster is thrown away: it need not survive a power cut.
const SETTINGS = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_connections: "300" }
const PREFIX = "curtain-test-"

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  globalThis.curtainTestCluster ??= { users: 0, started: startCluster() }
  const shared = globalThis.curtainTestCluster
  shared.users += 1
  const { adminUrl, url, publicUrl } = (await shared.started).server
  project.provide("cluster", { adminUrl, url, publicUrl })
  return async () => {
    shared.users -= 1
    if (shared.users > 0) return
    globalThis.curtainTestCluster = undefined
    await endCluster(await shared.started)
  }
}

async function startCluster(): Promise<Started> {
  await endAbandonedClusters()
  const dataDir = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`))
  const server = await startEmbeddedPostgres({ dataDir, report: () => {}, settings: SETTINGS })
  const started = { server, dataDir }
  await makeTemplate(server).catch(async (error) => {
    await endCluster(started)
    throw error
  })
  return started
}

/** Nobody can connect to the template any more, so no clone waits for somebody who still is. */
async function makeTemplate(server: EmbeddedPostgres): Promise<void> {
  const admin = postgres(server.adminUrl, { max: 1, onnotice: () => {} })
  try {
    await admin`create database curtain_template owner curtain`
    const url = server.url.replace(/curtain$/, "curtain_template")
    await prepareDatabase({ url, publicRole: "curtain_public" })
    await (await openQueue({ url, jobs: JOBS, log: openLog("error"), supervises: false })).stop()
    await admin`alter database curtain_template with is_template true allow_connections false`
  } finally {
    await admin.end()
  }
}

async function endCluster({ server, dataDir }: Started): Promise<void> {
  await server.stop()
  await rm(dataDir, { recursive: true, force: true })
}

/** A run that was killed left its cluster running. Two runs may tidy the same one at once: what fails here is left to the next. */
async function endAbandonedClusters(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = Number(new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1])
    if (pid && !isAlive(pid)) await endAbandonedCluster(join(tmpdir(), name)).catch(() => {})
  }
}

/** Found again like any other server, and stopped. */
async function endAbandonedCluster(dataDir: string): Promise<void> {
  const wasRunning = await stat(join(dataDir, "postgres", "postmaster.pid")).catch(() => null)
  if (wasRunning) await (await startEmbeddedPostgres({ dataDir, report: () => {}, settings: SETTINGS })).stop()
  await rm(dataDir, { recursive: true, force: true })
}
