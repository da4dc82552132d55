import { randomBytes } from "node:crypto"
import { chown, mkdir, readdir, rename, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { PUBLIC_ROLE_SETTINGS } from "../public-role.ts"
import { type Credentials, generateCredentials, writeCredentials } from "./credentials.ts"
import { type DataFolder, findClusterMajor } from "./data-folder.ts"
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts"
import { type Machine, runOn } from "./machine.ts"
import { isAlive } from "./process-life.ts"

// The built-in locale sorts and folds the same on every machine: an index stays right in a folder copied to another system.
const LOCALE = ["--encoding=UTF8", "--no-locale", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]

const ONLY_THIS_MACHINE_WITH_PASSWORD = "host all all 127.0.0.1/32 scram-sha-256\n"

// A process id can come back, in a container even as our own; this tells our folders from those of who had it before.
const THIS_PROCESS = `${process.pid}-${randomBytes(4).toString("hex")}`

/** Makes the cluster in a folder beside its place and moves it there when it is complete: killed half way, it was never there. */
export async function createCluster(folder: DataFolder, machine: Machine, sync: "synced" | "unsynced"): Promise<void> {
  await removeAbandoned(folder)
  const dir = join(folder.root, `postgres.new-${THIS_PROCESS}-${randomBytes(4).toString("hex")}`)
  try {
    await mkdir(dir, { mode: 0o700 })
    if (machine.account.is === "other") await chown(dir, machine.account.uid, machine.account.gid)
    await initialise(machine, dir, sync)
    await moveIntoPlace(dir, folder)
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
}

/** What cannot be removed now, because its initdb outlived who started it and still writes, is left to the next start. */
async function removeAbandoned(folder: DataFolder): Promise<void> {
  for (const name of await readdir(folder.root)) {
    const maker = /^postgres\.new-((\d+)-\w+)-\w+$/.exec(name)
    if (!maker || maker[1] === THIS_PROCESS) continue
    const pid = Number(maker[2])
    if (pid === process.pid || !isAlive(pid)) await rm(join(folder.root, name), { recursive: true, force: true }).catch(() => {})
  }
}

async function initialise(machine: Machine, dir: string, sync: "synced" | "unsynced"): Promise<void> {
  const credentials = generateCredentials()
  const args = ["--username=curtain_admin", "--auth=reject", "--no-instructions", ...LOCALE, ...(sync === "unsynced" ? ["--no-sync"] : [])]
  await succeed(runOn(machine, dir, { program: "initdb", args }))
  // The roles are made before the server has ever listened, so no password needs a file of its own or a moment without one.
  const session = ["--single", "-c", "exit_on_error=true", "-c", "log_min_error_statement=panic", "postgres"]
  await succeed(runOn(machine, dir, { program: "postgres", args: session, input: statements(credentials) }))
  await writeFile(join(dir, "pg_hba.conf"), ONLY_THIS_MACHINE_WITH_PASSWORD)
  await writeCredentials(dir, machine.account, credentials)
}

async function succeed(run: ReturnType<typeof runOn>): Promise<void> {
  const { status, output } = await run
  if (status !== 0) throw new EmbeddedPostgresError(`The database could not be created:\n${output.trim().slice(-2_000)}`)
}

/** One statement a line, as a single-user session reads them. */
function statements(credentials: Credentials): string {
  return [
    `alter role curtain_admin password '${credentials.admin}'`,
    `create role curtain login password '${credentials.owner}'`,
    `create role curtain_public login password '${credentials.public}'`,
    ...Object.entries(PUBLIC_ROLE_SETTINGS).map(([name, value]) => `alter role curtain_public set ${name} = '${value}'`),
    "create database curtain owner curtain",
    "revoke all on database curtain, postgres, template1 from public",
    "grant connect on database curtain to curtain_public",
  ]
    .map((statement) => `${statement};\n`)
    .join("")
}

/** Of two that start at once, one finds the place taken: then the other's cluster is the cluster. */
async function moveIntoPlace(dir: string, folder: DataFolder): Promise<void> {
  await rename(dir, folder.cluster).catch(async (error) => {
    if (await findClusterMajor(folder.cluster)) return
    throw new EmbeddedPostgresError(`${folder.cluster} is in the way: it is not a database. Move it away and start again.`, {
      cause: error,
    })
  })
}
