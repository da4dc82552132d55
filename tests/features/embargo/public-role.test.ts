import postgres, { type Sql } from "postgres"
import { afterAll, beforeAll, expect, test } from "vitest"
import { editBrandInput } from "#lib/brand/input.ts"
import { makeShareImages } from "#lib/documents/make-share-images.ts"
import { publishBrand } from "#lib/documents/publish-brand.ts"
import { aRelease } from "#tests/support/a-release.ts"
import { aCanary, type Canary } from "#tests/support/canary.ts"
import { searchFor } from "#tests/support/canary-search.ts"
import { launch, recall } from "#tests/support/launch-steps.ts"
import { A_PNG } from "#tests/support/pictures.ts"
import { ADA, aWorld } from "#tests/support/world.ts"

/** Somebody who can send any statement on the connection that visitors' pages are read with. */
const world = await aWorld()
let visitor: Sql
let owner: Sql
let canary: Canary

beforeAll(async () => {
  await launch(world, (await aRelease(world, { name: "Dark mode", flags: [{ key: "dark-mode" }], article: {} })).id)
  canary = await aCanary(world)
  // A look with a logo, and pictures of both: of what is released, and of what waits.
  await publishBrand(world, ADA, editBrandInput.parse({ name: "Acme news", logo: A_PNG.toString("base64") }))
  for (const state of ["approved", "live"] as const) await makeShareImages(world, { state, leftOut: new Set() })
  visitor = postgres(world.publicUrl, { max: 1, onnotice: () => {}, connection: { statement_timeout: 5000 } })
  owner = postgres(world.url, { max: 1, onnotice: () => {} })
  // So that statistics could tell something, if anybody might read them.
  await owner`analyze`
})

afterAll(async () => {
  await Promise.all([visitor?.end(), owner?.end()])
})

type Relation = { name: string; schema: string; kind: string }

test("of all tables, views and sequences there are, only the views of released rows can be read, and none written", async () => {
  const relations = await listRelations()
  const readable: string[] = []
  for (const { name, schema } of relations) {
    const outcome = await attempt(`select * from ${name}`)
    if (outcome.is === "answered") readable.push(name)
    else expect(outcome.code, name).toBe(DENIED)
    expect(schema === "site" || outcome.is === "refused", name).toBe(true)
    expect(await attempt(`delete from ${name}`), name).toMatchObject({ is: "refused" })
  }
  expect(relations.filter(({ schema }) => schema === "public").length).toBeGreaterThan(15)
  expect(relations.some(({ kind }) => kind === "S")).toBe(true)
  expect(readable.toSorted()).toEqual(relations.filter(({ schema }) => schema === "site").map(({ name }) => name))
})

test("what can be read holds no word of an unreleased release, in any column", async () => {
  const search = searchFor({ ...canary.told, ...canary.kept, ...canary.ids })
  for (const { name, schema } of await listRelations()) {
    if (schema !== "site") continue
    const rows = await visitor.unsafe(`select to_jsonb(x)::text as row from ${name} x`)
    expect(rows.length, name).toBeGreaterThan(0)
    expect(search(JSON.stringify(rows)), name).toEqual([])
  }
})

test("a recall takes the words out of what can be read, a few seconds later", async () => {
  const again = await aCanary(world)
  await launch(world, again.releaseId)
  const search = searchFor(again.told)
  const found = async () => {
    const rows = [await visitor`select * from site.editions`, await visitor`select * from site.flag_states`]
    return search(JSON.stringify(rows))
  }
  expect((await found()).length).toBeGreaterThan(10)
  await recall(world, again.releaseId)
  await expect.poll(found, { timeout: 10_000, interval: 100 }).toEqual([])
})

/** What it finds is held by tests/integration/site/search.test.ts. */
const FOR_VISITORS = "search(text,bigint,integer)"

test("every function of ours is refused, but the one that searches what is released", async () => {
  const functions = await owner<{ name: string; call: string }[]>`
    select p.oid::regprocedure::text as name, format('select %I.%I(%s)', nspname, proname,
      (select string_agg('null::' || format_type(t, null), ', ') from unnest(proargtypes) t)) as call
    from pg_proc p join pg_namespace n on n.oid = pronamespace where nspname !~ '^pg_' and nspname <> 'information_schema' and prokind = 'f'`
  expect(functions.length).toBeGreaterThan(0)
  const open = functions.filter(({ name }) => name.endsWith(FOR_VISITORS))
  expect(open).toHaveLength(1)
  for (const { name, call } of functions.filter((one) => !open.includes(one)))
    expect(await attempt(call), name).toMatchObject({ is: "refused" })
})

const NEVER = [
  ...["set role none; select * from public.editions", "set session authorization curtain", "set role curtain", "set role curtain_admin"],
  ...[
    "reset role; select * from public.editions",
    "reset session authorization; select * from public.editions",
    "set role pg_read_all_data",
  ],
  ...[
    "create table site.x ()",
    "create table public.x ()",
    "create temporary table x ()",
    "create schema x",
    "create function site.x() returns int return 1",
  ],
  ...[
    "create view site.x as select 1",
    "create or replace view site.editions as select 1",
    "alter view site.editions rename to x",
    "create role x",
  ],
  ...[
    "create extension dblink",
    "create extension postgres_fdw",
    "create extension file_fdw",
    "create database x",
    "create publication x for all tables",
  ],
  ...["create subscription x connection 'host=localhost' publication x", "create event trigger x on ddl_command_end execute function x()"],
  ...[
    "copy (select 1) to program 'true'",
    "copy site.editions from program 'true'",
    "copy public.editions to stdout",
    "copy (select 1) to '/dev/null'",
  ],
  ...[
    "select pg_read_file('PG_VERSION')",
    "select pg_ls_dir('.')",
    "select pg_stat_file('PG_VERSION')",
    "select lo_import('/etc/hostname')",
  ],
  ...[
    "select lo_export(1, '/dev/null')",
    "select * from pg_authid",
    "select * from pg_shadow",
    "select * from pg_statistic",
    "select * from pg_hba_file_rules",
  ],
  ...["alter role curtain_public superuser", "alter role curtain_public createrole", "alter system set port = 1"],
  ...[
    "select pg_reload_conf()",
    "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'curtain'",
    "analyze public.editions",
  ],
  ...[
    "begin; lock table public.editions",
    "begin; lock table site.editions in access exclusive mode",
    "comment on view site.editions is 'x'",
    "truncate public.editions",
  ],
  ...[
    "select setval('pgboss.warning_id_seq', 1)",
    "select nextval('public.deployments_arrival_seq')",
    "select currval('public.deployments_arrival_seq')",
  ],
  ...[
    "select last_value from public.deployments_arrival_seq",
    "select pg_create_restore_point('x')",
    "select pg_logical_emit_message(true, 'x', 'x') from public.editions",
  ],
  ...[
    "insert into site.editions default values",
    "update site.current_revision set revision = 9",
    "delete from site.flag_states",
    "merge into site.editions using site.editions e on true when matched then delete",
  ],
]

test.each(NEVER)("%s: refused", async (statement) => {
  const outcome = await attempt(statement)
  // For want of a privilege, and not because the statement has a mistake.
  expect(outcome.is === "refused" ? outcome.code : outcome).toSatisfy((code) => REFUSALS.includes(code))
})

// Each of these is open, and its test is to fail the day it is closed: what PostgreSQL lets every role do that may log in.
test.fails("no large object can be made, so that nothing at all can be written", async () => {
  expect(await attempt("select lo_create(0)")).toMatchObject({ is: "refused" })
})

test.fails("a plan does not tell how many unreleased rows it passed over", async () => {
  const plan = await visitor`explain (analyze, costs off, timing off) select * from site.editions`
  expect(JSON.stringify(plan)).not.toMatch(/Rows Removed by Filter|Seq Scan on documents/)
})

test("statistics of tables that it may not read are hidden from it", async () => {
  const seen = await visitor`select tablename from pg_stats where schemaname not in ('pg_catalog', 'information_schema')`
  const extended = await visitor`select tablename from pg_stats_ext`
  const sequences = await visitor`select sequencename from pg_sequences where last_value is not null`
  expect([...seen, ...extended, ...sequences]).toEqual([])
})

test("what others ask the database is hidden from it", async () => {
  await owner`select ${canary.told.entryTitle}::text`
  const others = await visitor<
    { query: string }[]
  >`select query from pg_stat_activity where usename is distinct from current_user and query <> ''`
  expect(new Set(others.map(({ query }) => query))).toEqual(new Set(["<insufficient privilege>"]))
})

const DENIED = "42501"
/** Not permitted, or nothing that a view can do. */
const REFUSALS = [DENIED, "55000"]

type Outcome = { is: "answered"; rows: number } | { is: "refused"; code: string; message: string }

/** In a transaction that may write, as far as the role decides about that. */
async function attempt(statement: string): Promise<Outcome> {
  const connection = await visitor.reserve()
  try {
    await connection.unsafe("set default_transaction_read_only = off")
    const rows = await connection.unsafe(statement)
    return { is: "answered", rows: rows.length }
  } catch (error) {
    return { is: "refused", code: codeOf(error), message: String(error) }
  } finally {
    await connection.unsafe("rollback")
    await connection.unsafe("reset all")
    connection.release()
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : ""
}

function listRelations(): Promise<Relation[]> {
  return owner<Relation[]>`
    select format('%I.%I', nspname, relname) as name, nspname as schema, relkind as kind from pg_class join pg_namespace n on n.oid = relnamespace
    where nspname !~ '^pg_' and nspname <> 'information_schema' and relkind in ('r', 'p', 'v', 'm', 'S', 'f') order by 1`
}
