import { spawn } from "node:child_process"
import { once } from "node:events"
import { readFileSync } from "node:fs"
import { mkdir, readFile, rm, writeFile } from "node:fs/promises"
import { delimiter, join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { z } from "zod"
import { isAlive } from "#db/embedded/process-life.ts"

const ROOT = join(import.meta.dirname, "..", "..")
export const PEERS = join(ROOT, "tests", "peers")
/** In a folder that no commit and no other install knows of. */
const LOCK = join(ROOT, "node_modules", ".installing-peers")

/** Installs the real services that tests talk to, where they are not there as their lockfile says. One process at a time does it. */
export async function installPeers(): Promise<void> {
  if (isInstalled()) return
  await lock()
  try {
    if (!isInstalled()) await runNpm()
  } finally {
    await rm(LOCK, { recursive: true, force: true })
  }
}

const lockfile = z.object({
  packages: z.record(z.string(), z.object({ version: z.string().optional(), optional: z.boolean().optional() })),
})

/** npm writes down what it installed as its last act, so an install that was killed does not count. */
function isInstalled(): boolean {
  const [wanted, present] = [packagesIn("package-lock.json"), packagesIn(join("node_modules", ".package-lock.json"))]
  if (!wanted || !present) return false
  return Object.entries(wanted).every(
    ([path, { version, optional }]) => path === "" || optional === true || present[path]?.version === version,
  )
}

function packagesIn(path: string) {
  try {
    return lockfile.parse(JSON.parse(readFileSync(join(PEERS, path), "utf8"))).packages
  } catch {
    return null
  }
}

async function lock(): Promise<void> {
  while (
    !(await mkdir(LOCK).then(
      () => true,
      () => false,
    ))
  ) {
    await unlockAfterDead()
    await sleep(200)
  }
  await writeFile(join(LOCK, "pid"), String(process.pid))
}

async function unlockAfterDead(): Promise<void> {
  const pid = Number(await readFile(join(LOCK, "pid"), "utf8").catch(() => ""))
  if (pid > 0 && !isAlive(pid)) await rm(LOCK, { recursive: true, force: true })
}

/** By the npmrc beside the lockfile no install script runs: the services work without, and one of them would report the install. */
async function runNpm(): Promise<void> {
  const PATH = [join(ROOT, "node_modules", ".bin"), process.env.PATH].join(delimiter)
  const npm = spawn("npm", ["ci", "--no-audit", "--no-fund"], {
    cwd: PEERS,
    env: { ...process.env, PATH },
    stdio: "pipe",
  })
  const said: string[] = []
  for (const stream of [npm.stdout, npm.stderr]) stream.setEncoding("utf8").on("data", (text: string) => said.push(text))
  const [code] = await once(npm, "exit")
  if (code !== 0 || !isInstalled()) throw new Error(`npm ci of the peers failed (${code}): ${said.join("").slice(-2000)}`)
}
