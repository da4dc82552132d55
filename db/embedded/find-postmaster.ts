import { stat } from "node:fs/promises"
import { platform } from "node:os"
import { type DataFolder, unlessMissing } from "./data-folder.ts"
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts"
import { type PidFile, readPidFile } from "./pid-file.ts"
import type { Place } from "./place.ts"
import { isAlive } from "./process-life.ts"
import { type Account, runAs, succeedsAs } from "./run-as.ts"

/** What the data folder's postmaster.pid says, held against the processes there are. `foreign`: it names somebody else's. */
export type Sighting = { is: "none" } | ({ is: "unreadable" | "busy" | "ready" | "foreign" } & PidFile)

export async function findPostmaster({ folder, machine }: Pick<Place, "folder" | "machine">): Promise<Sighting> {
  const found = await readPidFile(folder)
  if (found === null) return { is: "none" }
  if (found.pid === 0) return { is: "unreadable", ...found }
  if (!isAlive(found.pid)) return { is: "none" }
  if (!(await servesFolder(found, folder, machine.account))) return { is: "foreign", ...found }
  return { is: found.status === "ready" ? "ready" : "busy", ...found }
}

/** A server stays in its data folder, under whatever name: neither a copy, nor a reused process id, nor a moved folder deceives this. */
function servesFolder(found: PidFile, folder: DataFolder, account: Account): Promise<boolean> {
  if (platform() !== "linux") return servesPath(found, folder, account)
  // Asked as the server's own user: root in a container may not look at another user's process.
  return succeedsAs(account, { script: 'test "/proc/$1/cwd" -ef .', args: [String(found.pid)], cwd: folder.cluster })
}

async function servesPath(found: PidFile, folder: DataFolder, account: Account): Promise<boolean> {
  const named = await runAs(account, { file: "ps", args: ["-o", "comm=", "-p", String(found.pid)], cwd: "/" })
  if (!named.output.includes("postgres")) return false
  const [theirs, ours] = await Promise.all([unlessMissing(stat(found.dataDir)), stat(folder.cluster)])
  if (theirs) return theirs.ino === ours.ino && theirs.dev === ours.dev
  throw new EmbeddedPostgresError(
    `${folder.root} was moved while its database was running. End process ${found.pid} (kill -INT), then start again.`,
  )
}
