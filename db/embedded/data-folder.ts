import { mkdir, readFile, realpath, rename, stat, writeFile } from "node:fs/promises"
import { join } from "node:path"

/** What the embedded server keeps, all of it in one folder, so that a copy of the folder is a copy of the portal. */
export type DataFolder = { root: string; cluster: string; port: string; log: string }

export type Owner = { uid: number; gid: number }

export async function openDataFolder(dataDir: string): Promise<DataFolder> {
  await mkdir(dataDir, { recursive: true })
  const root = await realpath(dataDir)
  return { root, cluster: join(root, "postgres"), port: join(root, "postgres.port"), log: join(root, "postgres.log") }
}

export async function findOwner(path: string): Promise<Owner | null> {
  const found = await unlessMissing(stat(path))
  return found && { uid: found.uid, gid: found.gid }
}

/** Null as long as there is no finished cluster: one appears under this name complete or not at all. */
export async function findClusterMajor(cluster: string): Promise<number | null> {
  const version = await unlessMissing(readFile(join(cluster, "PG_VERSION"), "utf8"))
  return version === null ? null : Number.parseInt(version, 10)
}

export async function findRememberedPort(folder: DataFolder): Promise<number | null> {
  const port = Number(await unlessMissing(readFile(folder.port, "utf8")))
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : null
}

export async function rememberPort(folder: DataFolder, port: number): Promise<void> {
  await writeFile(`${folder.port}.new`, `${port}\n`)
  await rename(`${folder.port}.new`, folder.port)
}

export async function unlessMissing<T>(found: Promise<T>): Promise<T | null> {
  return found.catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null
    throw error
  })
}
