import { setTimeout as sleep } from "node:timers/promises"
import { findRememberedPort, rememberPort } from "./data-folder.ts"
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts"
import { findPostmaster, type Sighting } from "./find-postmaster.ts"
import { findFreePort, isFreePort } from "./free-port.ts"
import { type Hold, holdServer } from "./hold-server.ts"
import { launchPostmaster } from "./launch-postmaster.ts"
import { type PidFile, readPidFile, removePidFile } from "./pid-file.ts"
import type { Place } from "./place.ts"
import { becomesTrue, isAlive } from "./process-life.ts"

export type Running = { port: number; reused: boolean; hold: Hold }

type AdminUrl = (port: number) => string
type Step = { is: "running"; running: Running } | { is: "moved on" } | { is: "obstacle"; because: string }

const MOVED_ON: Step = { is: "moved on" }

// Processes of a killed server need a second or two to notice and go; ten leave room on a busy machine.
const PATIENCE_MS = 10_000
const PAUSE_MS = 100
// A server that starts or stops is waited for as long as the longest recovery.
const BUSY_MS = 5 * 60_000
// The server fills the file right after making it: one that stays empty is what a power cut left.
const EMPTY_FILE_MS = 2_000

/** Looks at what is there, takes one step, looks again: whoever else starts or stops this folder meanwhile is simply seen. */
export async function ensureServer(place: Place, adminUrl: AdminUrl): Promise<Running> {
  let end = performance.now() + PATIENCE_MS
  for (;;) {
    const step = await takeStep(place, await findPostmaster(place), adminUrl)
    if (step.is === "running") return step.running
    if (step.is === "moved on") end = performance.now() + PATIENCE_MS
    else if (performance.now() > end)
      throw new EmbeddedPostgresError(`The database in ${place.folder.root} does not start: ${step.because}`)
    else await sleep(PAUSE_MS)
  }
}

function takeStep(place: Place, sighting: Sighting, adminUrl: AdminUrl): Promise<Step> {
  switch (sighting.is) {
    case "none":
      return launch(place, adminUrl)
    case "ready":
      return reuse(place, sighting, adminUrl)
    case "busy":
      return waitWhileBusy(place, sighting)
    case "unreadable":
      return disownUnreadable(place, sighting)
    case "foreign":
      return disownForeign(place, sighting)
  }
}

async function launch(place: Place, adminUrl: AdminUrl): Promise<Step> {
  const port = await choosePort(place)
  const launched = await launchPostmaster(place, port)
  switch (launched.is) {
    case "ready":
      await rememberPort(place.folder, port)
      place.report(`PostgreSQL ${place.machine.binaries.major} listens on 127.0.0.1:${port}, its data is in ${place.folder.root}.`)
      return hold(adminUrl(port), { port, reused: false })
    case "port taken":
      return { is: "obstacle", because: `port ${port} was taken at the last moment.` }
    case "occupied":
      return { is: "obstacle", because: `processes of an earlier server are still in it. Its log is ${place.folder.log}.` }
    case "failed":
      if ((await findPostmaster(place)).is !== "none") return MOVED_ON
      throw new EmbeddedPostgresError(`PostgreSQL did not start in ${place.folder.root}. The end of its log:\n${launched.log}`)
  }
}

async function choosePort({ folder, report }: Place): Promise<number> {
  const remembered = await findRememberedPort(folder)
  if (remembered !== null && (await isFreePort(remembered))) return remembered
  const port = await findFreePort()
  if (remembered !== null) report(`Another program listens on port ${remembered}: the database takes ${port} from now on.`)
  return port
}

async function reuse(place: Place, found: PidFile, adminUrl: AdminUrl): Promise<Step> {
  const step = await hold(adminUrl(found.port), { port: found.port, reused: true })
  if (step.is === "running")
    place.report(`PostgreSQL already runs for ${place.folder.root} (process ${found.pid}, port ${found.port}): using it.`)
  return step
}

/** Fails in the instant between "ready" and a shutdown, or while the last user is stopping it: then there is something new to see. */
async function hold(adminUrl: string, server: Omit<Running, "hold">): Promise<Step> {
  try {
    return { is: "running", running: { ...server, hold: await holdServer(adminUrl) } }
  } catch (error) {
    return {
      is: "obstacle",
      because: `its server on port ${server.port} takes no connections (${error instanceof Error ? error.message : error}).`,
    }
  }
}

async function waitWhileBusy(place: Place, found: PidFile): Promise<Step> {
  const over = await becomesTrue(async () => !(await isUnchanged(place, found)) || !isAlive(found.pid), BUSY_MS)
  return over ? MOVED_ON : { is: "obstacle", because: `its server (process ${found.pid}) has been starting or stopping for five minutes.` }
}

async function disownUnreadable(place: Place, found: PidFile): Promise<Step> {
  const over = await becomesTrue(async () => !(await isUnchanged(place, found)), EMPTY_FILE_MS)
  if (!over) await removePidFile(place.folder, found.text)
  return MOVED_ON
}

async function disownForeign(place: Place, found: PidFile): Promise<Step> {
  await removePidFile(place.folder, found.text)
  place.report(
    `${place.folder.root} names process ${found.pid} as its server, which is not: there was a crash, or the folder was copied while its ` +
      "database was running. Such a copy can be incomplete; stop the portal before copying.",
  )
  return MOVED_ON
}

async function isUnchanged(place: Place, found: PidFile): Promise<boolean> {
  return (await readPidFile(place.folder))?.text === found.text
}
