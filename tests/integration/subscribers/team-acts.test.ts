import { sql } from "drizzle-orm"
import { beforeAll, expect, test } from "vitest"
import { suppressions } from "#db/schema/subscribers.ts"
import { listAudit } from "#lib/audit/queries.ts"
import type { SubscriberId } from "#lib/kernel/ids.ts"
import { liftSuppression } from "#lib/subscribers/lift-suppression.ts"
import { getSubscriber, listLocales, listSuppressions, listTraitNames } from "#lib/subscribers/queries.ts"
import { suppressSubscriber } from "#lib/subscribers/suppress-subscriber.ts"
import { takeOffSubscriber } from "#lib/subscribers/take-off-subscriber.ts"
import { aSubscriber } from "#tests/support/a-subscriber.ts"
import { ADA, aWorld, type World } from "#tests/support/world.ts"

let world: World
beforeAll(async () => {
  world = await aWorld()
})

const actionsOn = async (id: SubscriberId) =>
  (await listAudit(world.db, { limit: 10, before: null, subjectId: id })).map(({ action }) => action).toReversed()

test("a suppression of the team ends the subscription, and lifting it gives it back with the consent it had", async () => {
  const id = await aSubscriber(world)
  const before = await getSubscriber(world.db, id)
  for (const _ of ["once", "twice"]) await suppressSubscriber(world, ADA, id)
  expect(await getSubscriber(world.db, id)).toMatchObject({ state: "ended", endReason: "team", suppressed: "team" })
  expect(await liftSuppression(world, ADA, id)).toEqual({ is: "subscribed" })
  const { updatedAt: _, ...after } = await getSubscriber(world.db, id)
  expect(before).toMatchObject(after)
  expect(await liftSuppression(world, ADA, id)).toEqual({ is: "reachable" })
  expect(await actionsOn(id)).toEqual(["address.suppressed", "address.suppressed", "address.released"])
})

test("who had left before stays away when their address is released", async () => {
  const id = await aSubscriber(world, { state: "ended", endReason: "one_click", endedAt: world.clock.now() })
  await suppressSubscriber(world, ADA, id)
  expect(await liftSuppression(world, ADA, id)).toEqual({ is: "reachable" })
  expect(await getSubscriber(world.db, id)).toMatchObject({ state: "ended", endReason: "one_click", suppressed: null })
})

test("a complaint is not lifted by the team", async () => {
  const id = await aSubscriber(world, { email: "angry@acme.example" })
  await world.db.insert(suppressions).values({ addressHash: "hash of angry@acme.example", reason: "complained", source: "resend" })
  await expect(liftSuppression(world, ADA, id)).rejects.toMatchObject({ code: "complained" })
  expect(await getSubscriber(world.db, id)).toMatchObject({ suppressed: "complained" })
})

test("whom the team takes off is ended once, and a confirm link of before opens nothing", async () => {
  const id = await aSubscriber(world, { confirmRound: 3 })
  for (const _ of ["once", "twice"]) await takeOffSubscriber(world, ADA, id)
  expect(await getSubscriber(world.db, id)).toMatchObject({ state: "ended", endReason: "team", suppressed: null })
  const [row] = await world.db.execute(sql`select confirm_round from subscribers where id = ${id}`)
  expect(row).toEqual({ confirm_round: 4 })
  expect(await actionsOn(id)).toEqual(["subscriber.ended"])
})

test("suppressions are listed with whom they are of, where that is known, page by page", async () => {
  await world.db
    .insert(suppressions)
    .values({ addressHash: "nobody's", reason: "erased", source: "Ada", createdAt: world.clock.now().add({ hours: 1 }) })
  const first = await listSuppressions(world.db, { after: null, limit: 1 })
  expect(first).toMatchObject([{ addressHash: "nobody's", subscriber: null }])
  const rest = await listSuppressions(world.db, { after: first[0] ?? null, limit: 10 })
  expect(rest.map(({ subscriber }) => subscriber?.email)).toEqual(["angry@acme.example"])
  expect(await listSuppressions(world.db, { after: null, reason: "team", limit: 10 })).toEqual([])
})

test("filters and rules are offered what people really have", async () => {
  for (const locale of ["de", "pt-BR", "de"]) await aSubscriber(world, { locale, traits: { plan: "pro", seats: 3 } })
  expect(await listLocales(world.db)).toEqual(["de", "en", "pt-BR"])
  expect(await listTraitNames(world.db)).toEqual(["plan", "seats"])
})
