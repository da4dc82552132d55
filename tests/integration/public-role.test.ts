import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import postgres from "postgres"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { type EmbeddedPostgres, startEmbeddedPostgres } from "#db/embedded/start-embedded-postgres.ts"
import { DatabaseSetupError, ensurePublicRole, grantPublicRole, refuseOldServer } from "#db/public-role.ts"

// Roles belong to a whole server, so this file has one to itself and plays its administrator.
let server: EmbeddedPostgres
let dataDir: string
// Dropping a database takes longer than making one: each test has names of its own instead.
let count = 0
let acme: string
let visitor: string
let url: string

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "curtain-public-role-"))
  server = await startEmbeddedPostgres({ dataDir, settings: { fsync: "off" }, report: () => {} })
})

afterAll(async () => {
  await server.stop()
  await rm(dataDir, { recursive: true, force: true })
})

beforeEach(async () => {
  count += 1
  acme = `acme${count}`
  visitor = `visitor${count}`
  url = as(acme, "owner")
  await administer(`create role ${acme} login password 'owner'`, `create database ${acme} owner ${acme}`)
})

const password = "only-released-rows"

describe("without an address for visitors", () => {
  beforeEach(async () => {
    await onServer("curtain", "drop owned by curtain_public").catch(() => {})
    await administer("drop role if exists curtain_public")
  })

  test("a login that may create roles makes one, and finds it again", async () => {
    await administer(`alter role ${acme} createrole`)
    const made = await ensurePublicRole({ url, password })
    expect(made).toEqual({ role: "curtain_public", publicUrl: as("curtain_public", password) })
    await administer(`alter role ${acme} nocreaterole`)
    expect(await ensurePublicRole({ url, password })).toEqual(made)
  })

  test("portals that start at once on one server make one role", async () => {
    const neighbour = `neighbour${count}`
    await administer(`alter role ${acme} createrole`, `create database ${neighbour} owner ${acme}`)
    const urls = [url, as(acme, "owner", neighbour), url, as(acme, "owner", neighbour)]
    const made = await Promise.all(urls.map((url) => ensurePublicRole({ url, password })))
    expect(new Set(made.map(({ role }) => role))).toEqual(new Set(["curtain_public"]))
  })

  test("a login that may not is told the statement and the variable, and both work", async () => {
    const refusal = await refusalOf(ensurePublicRole({ url, password }))
    const [, statement = "", publicUrl = ""] = /^ {2}(create role .*;)$[\s\S]*^ {2}DATABASE_PUBLIC_URL=(.*)$/m.exec(refusal) ?? []
    expect(statement).toBe(`create role "curtain_public" login password 'a-password-you-choose';`)
    expect(refusal).not.toContain("owner@")
    await administer(statement)
    expect(await ensurePublicRole({ url, publicUrl, password })).toEqual({ role: "curtain_public", publicUrl })
  })

  test("a role of that name with another password belongs to somebody else, and stays as it is", async () => {
    await administer("create role curtain_public login password 'of-another-portal'", `alter role ${acme} createrole`)
    const refusal = await refusalOf(ensurePublicRole({ url, password }))
    expect(refusal).toContain(`create role "curtain_public_${acme}" login password`)
    expect(await ask(as("curtain_public", "of-another-portal"), "select 1")).toBe(1)
  })
})

describe("with an address for visitors", () => {
  const visitorUrl = () => as(visitor, password)

  test("a plain login is taken, and slowed down and confined at its next connection", async () => {
    await administer(`create role ${visitor} login password '${password}'`)
    await ensurePublicRole({ url, publicUrl: visitorUrl(), password })
    await ensurePublicRole({ url, publicUrl: visitorUrl(), password })
    const settings =
      "select string_agg(current_setting(name), ' ') from unnest(array['search_path', 'default_transaction_read_only', 'statement_timeout']) as name"
    expect(await ask(visitorUrl(), settings)).toBe("site on 5s")
    expect(await ask(url, settings)).not.toContain("site")
  })

  test.each([
    ["is a superuser", "alter role VISITOR superuser", "alter role VISITOR nosuperuser;"],
    ["may create roles", "alter role VISITOR createrole", "alter role VISITOR nocreaterole;"],
    ["may replicate everything", "alter role VISITOR replication", "alter role VISITOR noreplication;"],
    ["passes row security", "alter role VISITOR bypassrls", "alter role VISITOR nobypassrls;"],
    ["is a member of ACME", "grant ACME to VISITOR", "revoke ACME from VISITOR;"],
    ["is a member of pg_read_all_data", "grant pg_read_all_data to VISITOR", "revoke pg_read_all_data from VISITOR;"],
    ["owns the database", "alter database ACME owner to VISITOR", "alter database ACME owner to ACME;"],
  ])("a login that %s is refused with the remedy, which works", async (...row) => {
    const [power = "", grant = "", remedy = ""] = row.map((text) => text.replaceAll("ACME", acme).replaceAll("VISITOR", visitor))
    await administer(`create role ${visitor} login password '${password}'`, grant)
    const refusal = await refusalOf(ensurePublicRole({ url, publicUrl: visitorUrl(), password }))
    expect(refusal).toContain(power)
    expect(refusal).toContain(`  ${remedy}`)
    await administer(remedy)
    await ensurePublicRole({ url, publicUrl: visitorUrl(), password })
  })

  test("the owner's own login is refused", async () => {
    expect(await refusalOf(ensurePublicRole({ url, publicUrl: url, password }))).toContain("is the login of DATABASE_URL itself")
  })

  test("an address of another database is refused, though the server is the same", async () => {
    await administer(`create role ${visitor} login password '${password}'`, `create database other owner ${acme}`)
    const refusal = await refusalOf(ensurePublicRole({ url, publicUrl: as(visitor, password, "other"), password }))
    expect(refusal).toContain("leads to another database")
  })
})

describe("granting", () => {
  beforeEach(async () => {
    await administer(`create role ${visitor} login password '${password}'`)
    await ensurePublicRole({ url, publicUrl: as(visitor, password), password })
  })

  const grant = () => grantPublicRole({ url, role: visitor })
  const visit = (statement: string) => ask(as(visitor, password), statement)

  async function migrate(): Promise<void> {
    await onServer(
      acme,
      `set role ${acme}`,
      "create table public.drafts as select 'secret' as word, true as released",
      "create schema site",
      "create view site.words as select word from public.drafts where released",
    )
  }

  test("the views can be read, also those that come later, and nothing else can", async () => {
    await migrate()
    await grant()
    await onServer(acme, `set role ${acme}`, "create view site.later as select 2 as answer", "create table public.plans as select 1 as a")
    expect(await visit("select word from words")).toBe("secret")
    expect(await visit("select answer from site.later")).toBe(2)
    for (const statement of [
      "select word from public.drafts",
      "select a from public.plans",
      "table public.drafts",
      "begin read write; create table public.mine (a int)",
      "begin read write; create table site.mine (a int)",
      "begin read write; create temporary table mine (a int)",
      "begin read write; insert into site.words values ('x')",
      "begin read write; create schema mine",
      `set role ${acme}`,
    ])
      await expect(visit(statement), statement).rejects.toThrow(/permission denied|cannot|must be/)
  })

  test("what was granted before, to the role or to everybody, is taken back", async () => {
    await migrate()
    await onServer(
      acme,
      `set role ${acme}`,
      "create schema queue",
      "create table queue.jobs as select 1 as id",
      "create sequence public.counter",
      "grant usage on schema queue, public to public",
      `grant create on schema public to ${visitor}`,
      "grant select on queue.jobs, public.drafts to public",
      `grant select (word) on public.drafts to ${visitor}`,
      `grant usage on sequence public.counter to ${visitor}`,
    )
    await grant()
    for (const statement of [
      "select id from queue.jobs",
      "select word from public.drafts",
      "begin read write; create table public.mine (a int)",
      "begin read write; select nextval('public.counter')",
    ]) {
      await expect(visit(statement), statement).rejects.toThrow("permission denied")
    }
  })

  test("it can be repeated, by several at once, and the owner keeps working", async () => {
    await migrate()
    await Promise.all([grant(), grant(), grant()])
    await grant()
    expect(await ask(url, "insert into public.drafts values ('more', true) returning word")).toBe("more")
    await ask(url, "create table public.another as select 1")
  })

  test("a database that was not migrated is a fault", async () => {
    expect(await refusalOf(grant())).toContain("The schema site does not exist yet")
  })

  test("a login that does not own its database is told the statements, and they work", async () => {
    await migrate()
    await onServer(acme, `alter database ${acme} owner to curtain_admin`, "alter schema public owner to curtain_admin")
    const refusal = await refusalOf(grant())
    const statements = [...refusal.matchAll(/^ {2}(.*;)$/gm)].map(([, statement = ""]) => statement)
    expect(statements).toEqual([`alter database ${acme} owner to ${acme};`, "alter schema public owner to pg_database_owner;"])
    await onServer(acme, ...statements)
    await grant()
    expect(await visit("select word from words")).toBe("secret")
  })

  test("a table that somebody else opened to the role is named", async () => {
    await migrate()
    await onServer(
      acme,
      "create role group_of_readers",
      "grant select on public.drafts to group_of_readers",
      `grant group_of_readers to ${visitor}`,
      "create schema lounge",
      `grant usage on schema lounge to ${acme}, ${visitor}`,
      "create table lounge.guests as select 1 as id",
      `alter table lounge.guests owner to ${acme}`,
      `set role ${acme}`,
      "grant select on lounge.guests to group_of_readers",
    )
    expect(await refusalOf(grant())).toContain("can read lounge.guests")
  })

  test("settings that only an administrator may make are asked for by statement", async () => {
    await migrate()
    await administer(`alter role ${visitor} in database ${acme} reset all`)
    const refusal = await refusalOf(grant())
    expect(refusal).toContain(`  alter role "${visitor}" in database "${acme}" set statement_timeout = '5s';`)
  })
})

test("an old server is refused by its version", () => {
  expect(() => refuseOldServer(140_012)).toThrow(
    new DatabaseSetupError("Curtain needs PostgreSQL 15 or newer, and DATABASE_URL leads to 14. Upgrade the server."),
  )
  expect(() => refuseOldServer(150_000)).not.toThrow()
})

function as(role: string, secret: string, database = acme): string {
  return `postgres://${role}:${secret}@127.0.0.1:${server.port}/${database}`
}

function administer(...statements: string[]): Promise<void> {
  return onServer("postgres", ...statements)
}

async function onServer(database: string, ...statements: string[]): Promise<void> {
  const sql = postgres(server.adminUrl.replace(/postgres$/, database), { max: 1, onnotice: () => {} })
  try {
    for (const statement of statements) await sql.unsafe(statement)
  } finally {
    await sql.end()
  }
}

async function ask(url: string, statement: string): Promise<unknown> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    return Object.values((await sql.unsafe(statement))[0] ?? {})[0]
  } finally {
    await sql.end()
  }
}

async function refusalOf(attempt: Promise<unknown>): Promise<string> {
  const error: unknown = await attempt.then(
    () => "not refused",
    (reason) => reason,
  )
  if (error instanceof DatabaseSetupError) return error.message
  throw error
}
