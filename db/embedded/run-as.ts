import { spawn } from "node:child_process"
import type { Owner } from "./data-folder.ts"
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts"

/** Whose processes the server's are. PostgreSQL refuses to run as root. */
export type Account = { is: "self" } | ({ is: "other"; name: string } & Owner)

// None of the portal's secrets reach the server's environment, and its messages are in one language wherever it runs.
export const BARE_ENVIRONMENT: NodeJS.ProcessEnv = {
  NODE_ENV: "production",
  PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
  LC_ALL: "C",
  TZ: "UTC",
}

export type Outcome = { status: number | null; output: string }

const SELF: Account = { is: "self" }

// What a Debian or a BusyBox system calls the same thing; neither makes a home or allows a log-in.
const WAYS_TO_ADD_USER = [
  ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", "postgres"],
  ["adduser", "-S", "-D", "-H", "postgres"],
]

/** A cluster stays with the user that owns it; a new one, or one that root copied, goes to an unprivileged user. */
export async function chooseAccount(owner: Owner | null, path: string): Promise<Account> {
  const uid = process.getuid?.()
  if (uid === undefined)
    throw new EmbeddedPostgresError("The embedded PostgreSQL runs on Linux and macOS. Set DATABASE_URL to a PostgreSQL server instead.")
  if (uid !== 0) return owner === null || owner.uid === uid ? SELF : refuseForeignFolder(owner, path)
  if (owner !== null && owner.uid !== 0) return { is: "other", name: `with id ${owner.uid}`, ...owner }
  return (await findUser("postgres")) ?? (await addPostgresUser()) ?? (await findUser("nobody")) ?? refuseRoot()
}

export function identityOf(account: Account): Partial<Owner> {
  return account.is === "self" ? {} : { uid: account.uid, gid: account.gid }
}

/** `sh` as that account; the working directory is entered before root's rights are given up. */
export async function succeedsAs(account: Account, test: { script: string; args: string[]; cwd: string }): Promise<boolean> {
  const command = { file: "/bin/sh", args: ["-c", test.script, "sh", ...test.args], cwd: test.cwd }
  return (await runAs(account, command)).status === 0
}

export function runAs(account: Account, command: { file: string; args: string[]; cwd: string; input?: string }): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(command.file, command.args, { cwd: command.cwd, env: BARE_ENVIRONMENT, ...identityOf(account) })
    let output = ""
    const collect = (chunk: Buffer) => {
      output += chunk.toString()
    }
    child.stdout.on("data", collect)
    child.stderr.on("data", collect)
    child.stdin.on("error", () => {})
    child.on("error", reject)
    child.on("close", (status) => resolve({ status, output }))
    child.stdin.end(command.input ?? "")
  })
}

async function findUser(name: string): Promise<Account | null> {
  const [uid, gid] = await Promise.all([idOf(name, "-u"), idOf(name, "-g")])
  return uid === null || gid === null || uid === 0 ? null : { is: "other", name, uid, gid }
}

async function idOf(name: string, flag: "-u" | "-g"): Promise<number | null> {
  const { status, output } = await runAs(SELF, { file: "id", args: [flag, name], cwd: "/" })
  return status === 0 ? Number(output) : null
}

async function addPostgresUser(): Promise<Account | null> {
  for (const [file = "", ...args] of WAYS_TO_ADD_USER) {
    await runAs(SELF, { file, args, cwd: "/" }).catch(() => null)
    const added = await findUser("postgres")
    if (added) return added
  }
  return null
}

function refuseForeignFolder(owner: Owner, path: string): never {
  throw new EmbeddedPostgresError(
    `The database in ${path} belongs to the user with id ${owner.uid}. Start Curtain as that user, or as root.`,
  )
}

function refuseRoot(): never {
  throw new EmbeddedPostgresError(
    "PostgreSQL does not run as root, and there is no unprivileged user to run it as. Add one (useradd --system postgres), or set DATABASE_URL.",
  )
}
