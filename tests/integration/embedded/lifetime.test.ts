import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises"
import { connect } from "node:net"
import { networkInterfaces, tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { type EmbeddedPostgres, startEmbeddedPostgres } from "#db/embedded/start-embedded-postgres.ts"
import { aFolder, ask, aUsedDataFolder, start, UNSYNCED } from "./data-folders.ts"

let dataDir: string
let server: EmbeddedPostgres

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "curtain-embedded-"))
  server = await startEmbeddedPostgres({ dataDir, settings: UNSYNCED, report: () => {} })
  await ask(server.url, "create table public.plans as select 'unreleased' as secret")
})

afterAll(async () => {
  await server.stop()
  await rm(dataDir, { recursive: true, force: true })
})

test("a first start makes a database whose owner is an ordinary login", async () => {
  expect(server.reused).toBe(false)
  expect(await ask(server.url, "select current_user || ' in ' || current_database()")).toBe("curtain in curtain")
  expect(await ask(server.url, "select pg_get_userbyid(datdba) from pg_database where datname = current_database()")).toBe("curtain")
  expect(
    await ask(
      server.url,
      "select rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls from pg_roles where rolname = 'curtain'",
    ),
  ).toBe(false)
  expect(await ask(server.adminUrl, "select rolsuper from pg_roles where rolname = current_user")).toBe(true)
})

test("the visitors' login may connect, and nothing has been granted to it", async () => {
  expect(await ask(server.publicUrl, "select current_user")).toBe("curtain_public")
  await expect(ask(server.publicUrl, "select secret from public.plans")).rejects.toThrow("permission denied")
  await expect(ask(server.publicUrl, "begin read write; create temporary table mine (a int)")).rejects.toThrow("permission denied")
  expect(
    await ask(
      server.publicUrl,
      "select string_agg(current_setting(name), ' ') from unnest(array['search_path', 'default_transaction_read_only', 'statement_timeout']) as name",
    ),
  ).toBe("site on 5s")
  await expect(ask(server.publicUrl.replace(/curtain$/, "postgres"), "select 1")).rejects.toThrow("permission denied")
})

test("passwords are random, stored where only the database's user can read, and needed", async () => {
  expect((await stat(join(dataDir, "postgres", "credentials.json"))).mode & 0o777).toBe(0o600)
  expect((await stat(join(dataDir, "postgres"))).mode & 0o777).toBe(0o700)
  const password = new URL(server.url).password
  expect(password.length).toBeGreaterThanOrEqual(32)
  expect(await ask(server.adminUrl, "select bool_and(rolpassword like 'SCRAM-SHA-256$%') from pg_authid where rolcanlogin")).toBe(true)
  await expect(ask(server.url.replace(password, "guessed"), "select 1")).rejects.toThrow("password authentication failed")
  for (const name of await readdir(dataDir)) {
    if (name !== "postgres") expect(await readFile(join(dataDir, name), "utf8")).not.toContain(password)
  }
})

test("only this machine can connect", async () => {
  expect(await ask(server.adminUrl, "select current_setting('listen_addresses') || current_setting('unix_socket_directories')")).toBe(
    "127.0.0.1",
  )
  const outside = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === "IPv4")
  for (const { address } of outside) expect(await answers(address, server.port)).toBe(false)
})

test("text folds and sorts the same on every machine", async () => {
  expect(await ask(server.url, "select lower('ÄRGER') || to_tsvector('simple', 'Überblick')::text")).toBe("ärger'überblick':1")
  expect(await ask(server.url, "show timezone")).toBe("UTC")
})

test("the owner may create the extensions that search and identifiers need", async () => {
  for (const name of ["pg_trgm", "unaccent", "citext", "pgcrypto"]) await ask(server.url, `create extension ${name}`)
  expect(await ask(server.url, "select count(*)::int from pg_extension where extname <> 'plpgsql'")).toBe(4)
})

test("a second start finds what the first one wrote, on the same port", async () => {
  const folder = await aFolder()
  const first = await start(folder)
  await ask(first.url, "create table kept as select 42 as answer")
  await first.stop()
  await expect(ask(first.url, "select 1")).rejects.toThrow("ECONNREFUSED")
  const second = await start(folder)
  expect(second).toMatchObject({ reused: false, port: first.port, url: first.url })
  expect(await ask(second.url, "select answer from kept")).toBe(42)
})

test("stopping twice stops once", async () => {
  const stopped = await start(await aUsedDataFolder())
  await Promise.all([stopped.stop(), stopped.stop()])
  await stopped.stop()
})

test("settings reach the server, over the defaults of a small machine", async () => {
  const folder = await aUsedDataFolder()
  const plain = await start(folder)
  expect(await ask(plain.url, "show max_connections")).toBe("200")
  await plain.stop()
  const tuned = await start(folder, { max_connections: "33", fsync: "off" })
  expect(await ask(tuned.url, "show max_connections")).toBe("33")
})

test("a setting the server does not know is refused with the end of its log", async () => {
  const folder = await aUsedDataFolder()
  await expect(start(folder, { no_such_setting: "on" })).rejects.toThrow(/did not start[\s\S]*no_such_setting/)
})

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1_000 })
    const say = (answer: boolean) => () => {
      socket.destroy()
      resolve(answer)
    }
    socket.once("connect", say(true)).once("error", say(false)).once("timeout", say(false))
  })
}
