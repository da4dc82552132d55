import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { startEmbeddedPostgres } from "#db/embedded/start-embedded-postgres.ts"

/** Starts the server of the folder it is given, says so in one line, and stops it when its input ends. */
async function run(dataDir: string): Promise<void> {
  const lines: string[] = []
  const server = await startEmbeddedPostgres({ dataDir, settings: { fsync: "off" }, report: (line) => lines.push(line) })
  const postmaster = Number.parseInt(await readFile(join(dataDir, "postgres", "postmaster.pid"), "utf8"), 10)
  process.stdout.write(`${JSON.stringify({ ...server, reported: lines.join("\n"), postmaster })}\n`)
  process.stdin.on("end", () => void server.stop()).resume()
}

await run(process.argv[2] ?? "")
