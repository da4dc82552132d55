import { chmod, copyFile, lstat, mkdir, mkdtemp, readdir, readlink, rename, rm, symlink } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { completeLinks } from "./binary-links.ts"
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts"

/** The programs as they were installed; `version` is the package's, with its platform. */
export type Source = { dir: string; version: string }

/** A folder of its own under the system's temporary one, where every user may go. Made once, completed when something tidied it. */
export async function copyBinaries(source: Source): Promise<string> {
  const dir = join(tmpdir(), `curtain-postgres-${source.version}-${process.getuid?.() ?? "user"}`)
  await refuseSquatter(dir)
  if (!(await isCompleteCopy(source.dir, join(dir, "native")))) await makeCopy(source.dir, dir)
  return join(dir, "native")
}

/** The name can be guessed and the folder above is everyone's: programs run from it only if nobody else could have put them there. */
async function refuseSquatter(dir: string): Promise<void> {
  const found = await lstat(dir).catch(() => null)
  if (!found || (found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0)) return
  throw new EmbeddedPostgresError(
    `${dir} is where Curtain keeps its copy of PostgreSQL, but another user can write to it. Remove it and start again.`,
  )
}

/** Whatever tidies temporary folders removes old files one by one. */
async function isCompleteCopy(source: string, copy: string): Promise<boolean> {
  for (const entry of await readdir(source, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const original = join(entry.parentPath, entry.name)
    const copied = await lstat(join(copy, original.slice(source.length))).catch(() => null)
    if (copied?.size !== (await lstat(original)).size) return false
  }
  return true
}

async function makeCopy(source: string, dir: string): Promise<void> {
  const fresh = await mkdtemp(`${dir}.`)
  await chmod(fresh, 0o755)
  await copyTree(source, join(fresh, "native"))
  await completeLinks(join(fresh, "native"))
  try {
    await putInPlace(source, fresh, dir)
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
}

/** Of two starts at once the second takes the first one's copy, which may be running already; only what is broken goes. */
async function putInPlace(source: string, fresh: string, dir: string): Promise<void> {
  const isGood = () => isCompleteCopy(source, join(dir, "native"))
  if ((await isMoved(fresh, dir)) || (await isGood())) return
  const aside = await mkdtemp(`${dir}.`)
  await rename(dir, aside).catch(ignoreGone)
  await rm(aside, { recursive: true, force: true })
  if (!(await isMoved(fresh, dir)) && !(await isGood()))
    throw new EmbeddedPostgresError(`${dir} cannot be replaced. Remove it and start again.`)
}

async function isMoved(from: string, to: string): Promise<boolean> {
  return rename(from, to).then(
    () => true,
    (error) => {
      if (error.code === "ENOTEMPTY" || error.code === "EEXIST") return false
      throw error
    },
  )
}

/** Somebody else has moved it away in this very moment, for the same reason. */
function ignoreGone(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error
}

/** Not `cp`: a checkout made under a strict umask is unreadable for others, and a copy that keeps the modes would be too. */
async function copyTree(source: string, target: string): Promise<void> {
  await mkdir(target, { mode: 0o755 })
  await chmod(target, 0o755)
  for (const entry of await readdir(source, { withFileTypes: true })) {
    const [from, to] = [join(source, entry.name), join(target, entry.name)]
    if (entry.isDirectory()) await copyTree(from, to)
    else if (entry.isSymbolicLink()) await symlink(await readlink(from), to)
    else {
      await copyFile(from, to)
      await chmod(to, (await lstat(from)).mode & 0o100 ? 0o755 : 0o644)
    }
  }
}
