import type { ChildProcess } from "node:child_process"
import { randomBytes } from "node:crypto"
import { once } from "node:events"
import postgres, { type Sql } from "postgres"
import { inject } from "vitest"
import { z } from "zod"
import { forkUnleash, killUnleash, UNLEASH_TOKENS } from "#tests/support/fork-unleash.ts"
import type {} from "#tests/support/start-cluster.ts"

export type UnleashServer = {
  url: string
  /** May do everything, and is not stopped by change requests. */
  adminToken: string
  backendToken: string
  /** The token of a person with this role, who is stopped by change requests. */
  personalToken(role: Role): Promise<string>
  /** A call of the Admin API as the admin. Fails the test where the answer is no success. */
  admin(method: string, path: string, body?: unknown): Promise<unknown>
  /** For each context, whether a real client says that the flag is on in production. */
  evaluate(flag: string, contexts: { userId?: string }[]): Promise<boolean[]>
  /** The server's own database, for what its open-source edition has no call for. */
  sql: Sql
  stop(): Promise<void>
}

/** A real server on a database of its own in the run's cluster, on loopback. One failed start is forgiven. */
export async function startUnleashServer(): Promise<UnleashServer> {
  const { child, url, sql } = await start().catch(start)
  const tokens = new Map<Role, Promise<string>>()
  return {
    ...UNLEASH_TOKENS,
    url,
    sql,
    // Made once: the server lets people sign in ten times a minute.
    personalToken: (role) => {
      const token = tokens.get(role) ?? personalToken(url, role)
      tokens.set(role, token)
      return token
    },
    admin: (method, path, body) => call(url, { method, path, body, headers: { authorization: UNLEASH_TOKENS.adminToken } }),
    evaluate: (flag, contexts) => evaluate(child, { flag, contexts }),
    stop: async () => {
      await sql.end()
      await killUnleash(child)
    },
  }
}

type Started = { child: ChildProcess; url: string; sql: Sql }

async function start(): Promise<Started> {
  const databaseUrl = await createDatabase()
  return { ...(await forkUnleash(databaseUrl)), sql: postgres(databaseUrl, { max: 1, onnotice: () => {} }) }
}

async function createDatabase(): Promise<string> {
  const { adminUrl, url } = inject("cluster")
  const name = `unleash_${randomBytes(6).toString("hex")}`
  const admin = postgres(adminUrl, { max: 1, onnotice: () => {} })
  try {
    await admin`create database ${admin(name)} owner curtain`
  } finally {
    await admin.end()
  }
  return Object.assign(new URL(url), { pathname: `/${name}` }).href
}

type Call = { method: string; path: string; body?: unknown; headers: Record<string, string> }

async function call(url: string, { method, path, body, headers }: Call): Promise<unknown> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  const response = await fetch(`${url}${path}`, { method, headers: { "content-type": "application/json", ...headers }, ...sent })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${text}`)
  return text === "" ? null : JSON.parse(text)
}

type Role = "editor" | "viewer"
const ROLES: Record<Role, number> = { editor: 2, viewer: 3 }
const PASSWORD = "a-Passw0rd-0f-the-tests"

/** As a person makes it: signed in, on their own profile page. */
async function personalToken(url: string, role: Role): Promise<string> {
  const person = { username: role, email: `${role}@example.com`, name: role, rootRole: ROLES[role], sendEmail: false, password: PASSWORD }
  await call(url, { method: "POST", path: "/api/admin/user-admin", body: person, headers: { authorization: UNLEASH_TOKENS.adminToken } })
  const signIn = {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ username: role, password: PASSWORD }),
  }
  const signedIn = await fetch(`${url}/auth/simple/login`, signIn)
  const cookie = signedIn.headers.getSetCookie().map((one) => one.replace(/;.*/, ""))
  const body = { description: "flag connection", expiresAt: "2099-01-01T00:00:00Z" }
  const make = () => call(url, { method: "POST", path: "/api/admin/user/tokens", body, headers: { cookie: cookie.join("; ") } })
  // The server answers a sign-in before it has stored the session.
  const made = await make().catch(() => new Promise((resolve) => setTimeout(resolve, 500)).then(make))
  return z.object({ secret: z.string() }).parse(made).secret
}

const evaluated = z.object({ id: z.string(), served: z.array(z.boolean()).optional(), failed: z.string().optional() })

async function evaluate(child: ChildProcess, question: { flag: string; contexts: { userId?: string }[] }): Promise<boolean[]> {
  const id = randomBytes(8).toString("hex")
  child.send({ id, question })
  while (true) {
    const [message] = await once(child, "message", { signal: AbortSignal.timeout(10_000) })
    const answer = evaluated.parse(message)
    if (answer.id !== id) continue
    if (!answer.served) throw new Error(`the client failed: ${answer.failed}`)
    return answer.served
  }
}
