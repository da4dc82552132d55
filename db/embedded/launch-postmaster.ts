import { type ChildProcess, spawn } from "node:child_process"
import { open, readFile, rename, stat } from "node:fs/promises"
import { unlessMissing } from "./data-folder.ts"
import { pathFor, programFile } from "./machine.ts"
import { readPidFile } from "./pid-file.ts"
import type { Place } from "./place.ts"
import { becomesTrue } from "./process-life.ts"
import { BARE_ENVIRONMENT, identityOf } from "./run-as.ts"

/** `occupied`: another start was quicker, or what a killed server left behind is not gone yet. Worth another look. */
export type Launch = { is: "ready" } | { is: "port taken" } | { is: "occupied" } | { is: "failed"; log: string }

type Settings = Record<string, string>

// Enough for a web process, a worker and their pools on one small machine, beside what a person at a console needs.
const SETTINGS: Settings = {
  max_connections: "200",
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  cluster_name: "curtain",
  timezone: "UTC",
  log_timezone: "UTC",
  log_checkpoints: "off",
}

// Recovery after a crash reads up to a gigabyte of log; on a slow disk that is minutes.
const RECOVERY_MS = 5 * 60_000
const LARGE_LOG_BYTES = 10_000_000

export async function launchPostmaster(place: Place, port: number): Promise<Launch> {
  const file = place.folder.log
  await setAsideLargeLog(file)
  const log = await open(file, "a", 0o600)
  try {
    const { size } = await log.stat()
    const child = spawnPostmaster(place, { ...SETTINGS, ...place.settings, port: String(port) }, log.fd)
    await readyOrOver(child, () => isReady(place, child))
    return (await isReady(place, child)) ? { is: "ready" } : explain((await readFile(file)).subarray(size).toString())
  } finally {
    await log.close()
  }
}

/** In a session of its own, so that neither Ctrl-C nor our end by force is the database's. */
function spawnPostmaster({ folder, machine }: Place, settings: Settings, logFd: number): ChildProcess {
  const options = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])
  const child = spawn(programFile(machine, "postgres"), ["-D", pathFor(machine, folder.cluster), ...options], {
    cwd: folder.cluster,
    detached: true,
    env: BARE_ENVIRONMENT,
    stdio: ["ignore", logFd, logFd],
    ...identityOf(machine.account),
  })
  child.unref()
  return child
}

async function readyOrOver(child: ChildProcess, isReady: () => Promise<boolean>): Promise<void> {
  let over = false
  const end = new Promise<void>((resolve, reject) => child.once("exit", () => resolve()).once("error", reject)).finally(() => {
    over = true
  })
  const ready = becomesTrue(async () => over || (await isReady()), RECOVERY_MS)
  await Promise.race([ready, end])
}

async function isReady(place: Place, child: ChildProcess): Promise<boolean> {
  const found = await readPidFile(place.folder)
  return found?.pid === child.pid && found?.status === "ready"
}

function explain(log: string): Launch {
  if (/could not bind|could not create any TCP\/IP sockets/.test(log)) return { is: "port taken" }
  if (/pre-existing shared memory block|lock file "postmaster\.pid"/.test(log)) return { is: "occupied" }
  return { is: "failed", log: log.trim().slice(-2_000) }
}

async function setAsideLargeLog(log: string): Promise<void> {
  const found = await unlessMissing(stat(log))
  if (found && found.size > LARGE_LOG_BYTES) await unlessMissing(rename(log, `${log}.1`))
}
