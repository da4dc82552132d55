import { spawn } from "node:child_process"
import { mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { monotonicMs } from "../kernel/stopwatch.ts"
import { hashSources } from "./hash-sources.ts"
import { takeBuildLock } from "./take-build-lock.ts"

/** The message ends with what the build said last. */
export class BuildFailed extends Error {
  override readonly name = "BuildFailed"
}

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
/** Which sources the build is of. In the build itself, so that it goes when the build goes. */
const STAMP = join(ROOT, ".next", "built-of")

/** Builds the site unless that was done for these very sources. Two portals that start from one checkout share one build. */
export async function ensureBuild({ report }: { report(line: string): void }): Promise<void> {
  const sources = hashSources(ROOT)
  if (isBuilt(sources)) return
  const release = await takeBuildLock(join(ROOT, "node_modules", ".cache", "curtain", "build.lock"), { report })
  try {
    if (isBuilt(sources)) return
    const startedAtMs = monotonicMs()
    report("Building the site; this takes about ten seconds and is done once.")
    await build()
    stamp(sources)
    report(`Built in ${((monotonicMs() - startedAtMs) / 1000).toFixed(1)} s.`)
  } finally {
    release()
  }
}

function isBuilt(sources: string): boolean {
  try {
    return readFileSync(STAMP, "utf8") === sources
  } catch {
    return false
  }
}

function stamp(sources: string): void {
  mkdirSync(dirname(STAMP), { recursive: true })
  writeFileSync(STAMP, sources)
}

// A build is for production, whatever the process that asks for it runs as.
const AS_PRODUCTION = "data:text/javascript,process.env.NODE_ENV='production'"

/** Enough to see the error and where it is. */
const LAST_LINES = 40

function build(): Promise<void> {
  const next = join(ROOT, "node_modules", "next", "dist", "bin", "next")
  const child = spawn(process.execPath, ["--import", AS_PRODUCTION, next, "build"], { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] })
  const said: string[] = []
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => said.push(chunk.toString()))
  return new Promise((resolve, reject) => {
    child.on("error", reject)
    child.on("close", (code) => {
      if (code === 0) return resolve()
      reject(new BuildFailed(`next build ended with ${code}:\n${said.join("").split("\n").slice(-LAST_LINES).join("\n")}`))
    })
  })
}
