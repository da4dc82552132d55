import { readFile } from "node:fs/promises"
import { createRequire } from "node:module"
import { arch, platform } from "node:os"
import { dirname, join } from "node:path"
import { completeLinks } from "./binary-links.ts"
import { copyBinaries, type Source } from "./copy-binaries.ts"
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts"
import { type Account, runAs, succeedsAs } from "./run-as.ts"

export type Binaries = { dir: string; major: number }

const REACHABLE = 'test -x "$1/bin/postgres" && test -r "$1/share/postgresql/postgres.bki" && test -x "$1/lib/postgresql"'

export async function prepareBinaries(options: { account: Account; report: (line: string) => void; source?: Source }): Promise<Binaries> {
  const source = options.source ?? (await locateBinaries())
  if (await isUsable(source.dir, options.account)) return { dir: source.dir, major: await askMajor(source.dir, options.account) }
  const dir = await copyBinaries(source)
  options.report(`PostgreSQL's programs run from a copy in ${dir}: where they were installed, the database's user cannot use them.`)
  if (await isUsable(dir, options.account)) return { dir, major: await askMajor(dir, options.account) }
  throw new EmbeddedPostgresError(
    `The database's user cannot reach ${dir}. Set TMPDIR to a folder that every user can enter, or set DATABASE_URL.`,
  )
}

/** The folder of the platform's package. Its own module is never loaded: only the programs are ours to start. */
export async function locateBinaries(): Promise<Source> {
  const name = `@embedded-postgres/${platform()}-${arch()}`
  try {
    const entry = createRequire(createRequire(import.meta.url).resolve("embedded-postgres")).resolve(name)
    const root = dirname(dirname(entry))
    const { version }: { version: string } = JSON.parse(await readFile(join(root, "package.json"), "utf8"))
    return { dir: join(root, "native"), version: `${platform()}-${arch()}-${version}` }
  } catch (cause) {
    throw new EmbeddedPostgresError(`There are no PostgreSQL binaries for this machine (${name}). Run npm ci again, or set DATABASE_URL.`, {
      cause,
    })
  }
}

async function isUsable(dir: string, account: Account): Promise<boolean> {
  return (await completeLinks(dir)) && (await succeedsAs(account, { script: REACHABLE, args: [dir], cwd: "/" }))
}

async function askMajor(dir: string, account: Account): Promise<number> {
  const asked = await runAs(account, { file: join(dir, "bin/postgres"), args: ["-V"], cwd: "/" }).catch((error: Error) => ({
    output: error.message,
  }))
  const major = /PostgreSQL\) (\d+)/.exec(asked.output)?.[1]
  if (major) return Number(major)
  throw new EmbeddedPostgresError(
    `The PostgreSQL binaries do not run on this machine (${asked.output.trim()}). Set DATABASE_URL to a PostgreSQL server instead.`,
  )
}
