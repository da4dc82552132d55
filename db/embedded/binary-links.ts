import { lstat, readFile, symlink } from "node:fs/promises"
import { basename, dirname, join } from "node:path"

type Link = { source: string; target: string }

/** The package lists its symbolic links, and an install that ran no scripts has not made them. False: they cannot be made here. */
export async function completeLinks(dir: string): Promise<boolean> {
  try {
    for (const link of await listLinks(dir)) await makeLink(link)
    return true
  } catch {
    return false
  }
}

async function listLinks(dir: string): Promise<Link[]> {
  const listed: Link[] = JSON.parse(await readFile(join(dir, "pg-symlinks.json"), "utf8").catch(() => "[]"))
  return listed.map(({ source, target }) => ({ source: basename(source), target: join(dirname(dir), target) }))
}

async function makeLink({ source, target }: Link): Promise<void> {
  if (await lstat(target).catch(() => null)) return
  await symlink(source, target).catch(async (error) => {
    if (!(await lstat(target).catch(() => null))) throw error
  })
}
