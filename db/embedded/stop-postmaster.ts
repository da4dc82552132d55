import { EmbeddedPostgresError } from "./embedded-postgres-error.ts"
import { findPostmaster } from "./find-postmaster.ts"
import { readPidFile } from "./pid-file.ts"
import type { Place } from "./place.ts"
import { becomesTrue, isAlive } from "./process-life.ts"

// A fast shutdown writes what is in memory to disk; on a slow one that takes its time, and cutting it short buys a recovery.
const SHUTDOWN_MS = 60_000
// The file goes just before the process does. A process whose parent never asks for its end stays listed for ever.
const LAST_STEPS_MS = 2_000

export async function stopPostmaster(place: Place): Promise<void> {
  const sighting = await findPostmaster(place)
  if (sighting.is !== "ready" && sighting.is !== "busy") return
  askFastShutdown(sighting.pid)
  const gone = await becomesTrue(async () => (await readPidFile(place.folder))?.pid !== sighting.pid || !isAlive(sighting.pid), SHUTDOWN_MS)
  if (!gone)
    throw new EmbeddedPostgresError(`PostgreSQL (process ${sighting.pid}) has not stopped within a minute. Its log is ${place.folder.log}.`)
  await becomesTrue(async () => !isAlive(sighting.pid), LAST_STEPS_MS)
}

function askFastShutdown(pid: number): void {
  try {
    process.kill(pid, "SIGINT")
  } catch (error) {
    if (isAlive(pid)) throw error
  }
}
