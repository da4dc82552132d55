import { readFile, rm } from "node:fs/promises"
import { join } from "node:path"
import { type DataFolder, unlessMissing } from "./data-folder.ts"

/** The server's postmaster.pid, as it stands; `text` is kept to see whether it is still the same one. */
export type PidFile = { text: string; pid: number; dataDir: string; port: number; status: string }

/** A pid of 0 stands for a file that names none: the server fills it right after making it. */
export async function readPidFile(folder: DataFolder): Promise<PidFile | null> {
  const text = await unlessMissing(readFile(fileIn(folder), "utf8"))
  if (text === null) return null
  const [pid, dataDir = "", , port, , , , status = ""] = text.split("\n")
  return { text, pid: Number(pid) || 0, dataDir, port: Number(port), status: status.trim() }
}

/** The server would take a process named there for one of its own folder and refuse to start. Looked at once more: it may be new by now. */
export async function removePidFile(folder: DataFolder, text: string): Promise<void> {
  if ((await readPidFile(folder))?.text === text) await rm(fileIn(folder), { force: true })
}

function fileIn(folder: DataFolder): string {
  return join(folder.cluster, "postmaster.pid")
}
