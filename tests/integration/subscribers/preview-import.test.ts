import { sql } from "drizzle-orm"
import { beforeAll, expect, test } from "vitest"
import { importSubscribers } from "#lib/subscribers/import-subscribers.ts"
import { previewImport } from "#lib/subscribers/preview-import.ts"
import { listSubscribers } from "#lib/subscribers/queries.ts"
import { suppressSubscriber } from "#lib/subscribers/suppress-subscriber.ts"
import { takeOffSubscriber } from "#lib/subscribers/take-off-subscriber.ts"
import { ADA, aWorld, type World } from "#tests/support/world.ts"

let world: World
beforeAll(async () => {
  world = await aWorld()
})

const fileOf = (...lines: string[]) => ({ bytes: Buffer.from(["email,consent", ...lines].join("\n")), consent: null })
const all = () => listSubscribers(world.db, { after: null, limit: 100 })

test("a preview says what the import then does, and writes nothing", async () => {
  const before = fileOf("known@acme.example,confirmed", "left@acme.example,confirmed", "out@acme.example,confirmed")
  const whole = fileOf(
    "Known@acme.example,confirmed",
    "new@acme.example,pending",
    "left@acme.example,confirmed",
    "out@acme.example,confirmed",
    "no",
    "new@acme.example,pending",
  )
  expect((await previewImport(world, ADA, before)).counts).toMatchObject({ rows: 3, added: 3 })
  expect(await all()).toEqual([])
  await importSubscribers(world, ADA, before)
  for (const { id, email } of await all()) {
    if (email.startsWith("left")) await takeOffSubscriber(world, ADA, id)
    if (email.startsWith("out")) await suppressSubscriber(world, ADA, id)
  }
  const records = await world.db.execute(sql`select count(*)::int as count from audit_records`)
  const foreseen = await previewImport(world, ADA, whole)
  expect(foreseen.counts).toEqual({ rows: 6, added: 1, updated: 1, kept_out: 2, duplicate: 1, refused: 1 })
  expect(await all()).toHaveLength(3)
  expect(await world.db.execute(sql`select count(*)::int as count from audit_records`)).toEqual(records)
  const { id: _, ...imported } = await importSubscribers(world, ADA, whole)
  expect({ id: "preview", ...imported }).toEqual(foreseen)
})
