import { sql } from "drizzle-orm"
import { beforeAll, expect, test } from "vitest"
import type { Queryable } from "#db/transaction.ts"
import type { SubscriberId } from "#lib/kernel/ids.ts"
import { listLocales, listSubscribers, listSuppressions, listTraitNames, type SubscriberFilter } from "#lib/subscribers/queries.ts"
import { someSubscribers } from "#tests/support/mail-stage.ts"
import { aWorld, type World } from "#tests/support/world.ts"

let world: World
beforeAll(async () => {
  world = await aWorld()
  await someSubscribers(world, 20_000)
  await world.db.execute(sql`
    update subscribers set topics = case when right(address_hash, 4) = '9999' then array['rare'] else array['api'] end,
      locale = case when right(address_hash, 4) = '7777' then 'is' else 'en' end,
      traits = jsonb_build_object('plan', case when right(address_hash, 4) = '8888' then 'enterprise' else 'free' end)`)
  await world.db.execute(
    sql`insert into suppressions (address_hash, reason, source) select address_hash, 'bounced', 'test' from subscribers limit 2000`,
  )
  await world.db.execute(sql`vacuum analyze subscribers, suppressions`)
})

/** How often a statement went through all subscribers, whatever for. */
function wholeReads(run: (tx: Queryable) => Promise<unknown>): Promise<number> {
  return world.db.transaction(async (tx) => {
    const before = await readsSoFar(tx)
    await run(tx)
    return (await readsSoFar(tx)) - before
  })
}

/** Of this connection: what earlier transactions read is among it until PostgreSQL has passed it on. */
async function readsSoFar(tx: Queryable): Promise<number> {
  const [row] = await tx.execute<{ reads: number }>(
    sql`select seq_scan::int as reads from pg_stat_xact_user_tables where relname = 'subscribers'`,
  )
  return row?.reads ?? 0
}

const rule = (value: string) => ({ trait: "plan", operator: "equals" as const, values: [value] })

test.each<[string, Partial<SubscriberFilter>, number]>([
  ["all", {}, 51],
  ["a whole address", { search: "person-12345@example.com" }, 1],
  ["a part of some", { search: "1234" }, 12],
  ["a part of nobody", { search: "nowhere" }, 0],
  ["a state of nobody", { state: "ended" }, 0],
  ["a rare topic", { topic: "rare" }, 2],
  ["a rare language", { locale: "is" }, 2],
  ["a rare segment", { rule: rule("enterprise") }, 2],
  ["a segment of nobody", { rule: rule("none") }, 0],
  ["a domain of nobody", { rule: { emailDomains: ["acme.example"] } }, 0],
])("a page of %s is read without reading everybody", async (_, filter, found) => {
  let rows = 0
  const reads = await wholeReads(async (tx) => {
    rows = (await listSubscribers(tx, { after: null, limit: 51, ...filter })).length
  })
  expect({ rows, reads }).toEqual({ rows: found, reads: 0 })
})

test("what stands around the list is read without reading everybody either", async () => {
  expect(await wholeReads((tx) => listLocales(tx))).toBe(0)
  expect(await wholeReads((tx) => listTraitNames(tx))).toBe(0)
  expect(await wholeReads((tx) => listSuppressions(tx, { after: null, limit: 51 }))).toBe(0)
  const [middle] = await listSubscribers(world.db, { after: null, limit: 1 })
  const after = (middle?.id ?? "") as SubscriberId
  expect(await wholeReads((tx) => listSubscribers(tx, { after, limit: 51 }))).toBe(0)
})

test("the check sees whoever does read everybody", async () => {
  expect(await wholeReads((tx) => tx.execute(sql`select count(*) from subscribers where name || '' = 'nobody'`))).toBe(1)
})
