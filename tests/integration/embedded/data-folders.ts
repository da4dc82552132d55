import { execFile } from "node:child_process"
import { chmod, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import postgres from "postgres"
import { afterAll, onTestFinished } from "vitest"
import { type EmbeddedPostgres, startEmbeddedPostgres } from "#db/embedded/start-embedded-postgres.ts"

/** Not worth a wait for the disk: these folders are gone a second later. */
export const UNSYNCED = { fsync: "off" }

let pattern: Promise<string> | null = null

afterAll(async () => {
  if (pattern !== null) await rm(await pattern, { recursive: true, force: true })
})

/** A folder that everyone can enter, and that goes when the test ends. `under` puts it elsewhere than with the temporary ones. */
export async function aFolder(under = tmpdir()): Promise<string> {
  const folder = await mkdtemp(join(under, "curtain-embedded-"))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await chmod(folder, 0o755)
  return folder
}

/** The data folder of a portal that was stopped: made once a file, then copied, which is quicker than making another. */
export async function aUsedDataFolder(under?: string): Promise<string> {
  pattern ??= makePattern()
  const folder = await aFolder(under)
  await promisify(execFile)("cp", ["-a", `${await pattern}/.`, folder])
  await chmod(folder, 0o755)
  return folder
}

/** Started, with what it reported, and stopped at the latest when the test ends. */
export async function start(
  dataDir: string,
  settings: Record<string, string> = UNSYNCED,
): Promise<EmbeddedPostgres & { reported: string }> {
  const lines: string[] = []
  const server = await startEmbeddedPostgres({ dataDir, settings, report: (line) => lines.push(line) })
  onTestFinished(() => server.stop())
  return { ...server, reported: lines.join("\n") }
}

/** The first column of the first row. */
export async function ask(url: string, statement: string): Promise<unknown> {
  const sql = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 5 })
  try {
    return Object.values((await sql.unsafe(statement))[0] ?? {})[0]
  } finally {
    await sql.end({ timeout: 1 })
  }
}

async function makePattern(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "curtain-embedded-"))
  const server = await startEmbeddedPostgres({ dataDir: folder, settings: UNSYNCED, report: () => {} })
  await ask(server.url, "create table curtains as select 'velvet' as cloth")
  await server.stop()
  return folder
}
