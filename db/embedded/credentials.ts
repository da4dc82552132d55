import { randomBytes } from "node:crypto"
import { chown, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { EmbeddedPostgresError } from "./embedded-postgres-error.ts"
import type { Account } from "./run-as.ts"

const LOGINS = { admin: "curtain_admin", owner: "curtain", public: "curtain_public" } as const
export type Login = keyof typeof LOGINS

export type Credentials = Record<Login, string>

export function generateCredentials(): Credentials {
  return { admin: randomPassword(), owner: randomPassword(), public: randomPassword() }
}

/** Kept inside the cluster's own folder: passwords and the roles that have them come and go together, also in a copy. */
export async function writeCredentials(cluster: string, account: Account, credentials: Credentials): Promise<void> {
  await writeFile(fileIn(cluster), `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600 })
  if (account.is === "other") await chown(fileIn(cluster), account.uid, account.gid)
}

export async function readCredentials(cluster: string): Promise<Credentials> {
  const stored: unknown = JSON.parse(await readFile(fileIn(cluster), "utf8"))
  if (areCredentials(stored)) return stored
  throw new EmbeddedPostgresError(
    `${fileIn(cluster)} does not hold the passwords of this database. Restore the file from a copy of the data folder.`,
  )
}

/** `postgres` is the database nobody's data is in: where clusters are administered from. */
export function urlFor(login: Login, credentials: Credentials, port: number): string {
  return `postgres://${LOGINS[login]}:${credentials[login]}@127.0.0.1:${port}/${login === "admin" ? "postgres" : "curtain"}`
}

function fileIn(cluster: string): string {
  return join(cluster, "credentials.json")
}

function randomPassword(): string {
  return randomBytes(24).toString("base64url")
}

function areCredentials(stored: unknown): stored is Credentials {
  return (
    typeof stored === "object" && stored !== null && Object.keys(LOGINS).every((login) => typeof Reflect.get(stored, login) === "string")
  )
}
