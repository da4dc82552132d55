import { expect, test } from "vitest"
import { cloneDatabase } from "#tests/support/database.ts"
import { ask } from "./data-folders.ts"

test("clones are migrated, and know nothing of each other", async () => {
  const [one, other] = await Promise.all([cloneDatabase(), cloneDatabase()])
  expect(one.name).not.toBe(other.name)
  await ask(one.url, "create table public.only_here as select 1 as a")
  expect(await ask(other.url, "select to_regclass('public.only_here')")).toBeNull()
  expect(await ask(other.url, "select to_regnamespace('site') is not null")).toBe(true)
})

test("in a clone, too, visitors read released rows and nothing else", async () => {
  const { url, publicUrl } = await cloneDatabase()
  expect(await ask(publicUrl, "select current_setting('search_path') || current_setting('transaction_read_only')")).toBe("siteon")
  const readable =
    "select count(*)::int from pg_class c join pg_namespace n on n.oid = relnamespace where nspname = $1 and has_table_privilege('curtain_public', c.oid, 'select') and relkind in ('r', 'v')"
  expect(await ask(url, readable.replace("$1", "'site'"))).toBeGreaterThan(0)
  expect(await ask(url, readable.replace("$1", "'public'"))).toBe(0)
  await expect(ask(publicUrl, "begin read write; create temporary table mine (a int)")).rejects.toThrow("permission denied")
})

test("clones asked for all at once are all made", async () => {
  const clones = await Promise.all(Array.from({ length: 6 }, () => cloneDatabase()))
  expect(new Set(clones.map(({ name }) => name)).size).toBe(6)
  for (const { url, name } of clones) expect(await ask(url, "select current_database()")).toBe(name)
})
