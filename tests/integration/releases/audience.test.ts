import { sql } from "drizzle-orm"
import { beforeAll, describe, expect, test } from "vitest"
import { deliveries } from "#db/schema/deliveries.ts"
import { releases } from "#db/schema/releases.ts"
import { breakDownAudience } from "#lib/delivery/break-down-audience.ts"
import { materialiseAudience } from "#lib/delivery/materialise-audience.ts"
import { countExclusions } from "#lib/delivery/queries.ts"
import { idOf, newId, type ReleaseId, type SegmentId } from "#lib/kernel/ids.ts"
import { advanceLaunch } from "#lib/launch/advance-launch.ts"
import { beginLaunch } from "#lib/launch/begin-launch.ts"
import { readReadiness } from "#lib/launch/read-readiness.ts"
import { editRelease } from "#lib/releases/edit-release.ts"
import { editSegment } from "#lib/releases/edit-segment.ts"
import { findAudience } from "#lib/releases/find-audience.ts"
import { getRelease } from "#lib/releases/queries.ts"
import { removeSegment } from "#lib/releases/remove-segment.ts"
import { shareRuntime } from "#lib/runtime.ts"
import { createSegment } from "#lib/subscribers/create-segment.ts"
import { createTopic } from "#lib/subscribers/create-topic.ts"
import { createTopicInput } from "#lib/subscribers/input.ts"
import { ask } from "#tests/support/ask.ts"
import { begin } from "#tests/support/launch-steps.ts"
import { aMailedRelease, planOf, someSubscribers } from "#tests/support/mail-stage.ts"
import { ADA, aWorld, type World } from "#tests/support/world.ts"
import * as oneRelease from "../../../app/api/v1/releases/[id]/route.ts"
import * as releasesRoute from "../../../app/api/v1/releases/route.ts"
import * as oneSegment from "../../../app/api/v1/segments/[id]/route.ts"

let world: World
let pros: SegmentId
beforeAll(async () => {
  world = await aWorld()
  shareRuntime(world)
  for (const key of ["api", "billing"]) await createTopic(world, ADA, createTopicInput.parse({ key, name: key }))
  await someSubscribers(world, 60)
  await world.db.execute(sql`update subscribers set traits = '{"plan": "pro"}' where right(address_hash, 1) in ('1', '2')`)
  await world.db.execute(sql`update subscribers set topics = '{billing}' where address_hash in ('hash-1', 'hash-11', 'hash-3')`)
  await world.db.execute(sql`insert into suppressions (address_hash, reason, source) values ('hash-12', 'complained', 'the test')`)
  await world.db.execute(sql`update subscribers set state = 'pending' where address_hash in ('hash-21', 'hash-4')`)
  await world.db.execute(
    sql`update subscribers set state = 'ended', ended_at = now(), end_reason = 'bounced' where address_hash in ('hash-31', 'hash-5')`,
  )
  await world.db.execute(
    sql`update subscribers set state = 'ended', ended_at = now(), end_reason = 'one_click' where address_hash = 'hash-6'`,
  )
  pros = await createSegment(world, ADA, { name: "Pros", rule: { trait: "plan", operator: "equals", values: ["pro"] } })
})

const edit = (id: ReleaseId, audience: { topics: string[] | null; segment: SegmentId | null }) => editRelease(world, ADA, { id, audience })

async function brokenDown(id: ReleaseId, locales: string[] = ["en"]) {
  const audience = await findAudience(world.db, await getRelease(world.db, id), world.clock.now())
  const groups = await breakDownAudience(world.db, audience, locales)
  return { groups, sizes: Object.fromEntries(groups.map(({ group, size }) => [group, size.count])) }
}

describe("the audience of a release", () => {
  test("is who the panel says, and who the launch then writes out", async () => {
    const id = await aMailedRelease(world)
    await edit(id, { topics: ["api"], segment: pros })
    const { groups, sizes } = await brokenDown(id)
    // 12 pros; 21 has not confirmed, 31 bounced, 12 complained, 1 and 11 follow billing alone.
    expect(sizes).toEqual({ unconfirmed: 2, left: 1, unreachable: 2, segment: 45, suppressed: 1, topic: 2, mailed: 7 })
    expect(Object.values(sizes).reduce((sum, one) => sum + one, 0)).toBe(60)
    expect(
      groups
        .find(({ group }) => group === "topic")
        ?.some.map(({ email }) => email)
        .toSorted(),
    ).toEqual(["person-11@example.com", "person-1@example.com"])
    const launchId = await begin(world, id)
    for (const _ of ["live", "announcing"]) await advanceLaunch(world, { launchId })
    await materialiseAudience(world, { launchId })
    expect(await planOf(world, launchId)).toMatchObject({ candidates: 10, excluded: 3 })
    expect(await countExclusions(world.db, launchId)).toEqual([
      { reason: "topic", count: 2 },
      { reason: "suppressed", count: 1 },
    ])
    expect(await world.db.$count(deliveries, sql`${deliveries.launchId} = ${launchId} and ${deliveries.state} = 'pending'`)).toBe(7)
    // Whoever has had it is told apart afterwards.
    expect((await brokenDown(id)).sizes).toMatchObject({ covered: 7 })
  })

  test("has nobody where the email has no language for them", async () => {
    const id = await aMailedRelease(world, { locales: ["de", "fr"] })
    expect((await brokenDown(id, ["de", "fr"])).sizes).toEqual({ unconfirmed: 2, left: 1, unreachable: 2, suppressed: 1, locale: 54 })
  })

  test("is nobody, and no reason to mail everybody, once its segment is gone", async () => {
    const id = await aMailedRelease(world)
    const gone = newId<SegmentId>()
    await world.db.update(releases).set({ segmentId: gone }).where(sql`${releases.id} = ${id}`)
    expect((await brokenDown(id)).sizes).not.toHaveProperty("mailed")
    const report = await readReadiness(world, ADA, { releaseId: id })
    expect(report.checks.find(({ check }) => check === "audience")).toMatchObject({ status: "block" })
    expect(await beginLaunch(world, ADA, { releaseId: id })).toMatchObject({ is: "blocked" })
  })

  test("travels through the API, and what there is not is refused with its place", async () => {
    const post = (audience: unknown) => ask(releasesRoute.POST, "/api/v1/releases", { body: { name: "For some", mail: "send", audience } })
    const made = (await (await post({ topics: ["api"], segment: pros })).json()) as { id: string; audience: unknown }
    expect(made.audience).toEqual({ topics: ["api"], segment: pros })
    const patch = async (audience: unknown) =>
      (await ask(oneRelease.PATCH, `/api/v1/releases/${made.id}`, { method: "PATCH", params: { id: made.id }, body: { audience } })).json()
    expect(await patch({ segment: pros })).toMatchObject({ audience: { topics: null, segment: pros } })
    expect(await patch(null)).toMatchObject({ audience: { topics: null, segment: null } })
    const errors = async (audience: unknown) => ((await patch(audience)) as { errors: { path: string }[] }).errors.map(({ path }) => path)
    expect(await errors({ topics: ["nothing"] })).toEqual(["audience.topics"])
    expect(await errors({ segment: newId<SegmentId>() })).toEqual(["audience.segment"])
    expect(await errors({ segment: "x", people: [] })).toEqual(["audience.segment", "audience.people"])
  })

  test("is locked with the rest of a scheduled release", async () => {
    const id = await aMailedRelease(world)
    await world.db.update(releases).set({ state: "scheduled" }).where(sql`${releases.id} = ${id}`)
    await expect(edit(id, { topics: ["api"], segment: null })).rejects.toMatchObject({ code: "scheduled" })
  })
})

describe("a segment that a release is for", () => {
  let segment: SegmentId
  let release: ReleaseId
  const setState = (state: "planned" | "scheduled" | "released" | "recalled") =>
    world.db.update(releases).set({ state }).where(sql`${releases.id} = ${release}`)
  beforeAll(async () => {
    segment = await createSegment(world, ADA, { name: "Germans", rule: { locales: ["de"] } })
    release = await aMailedRelease(world)
    await edit(release, { topics: null, segment })
  })

  test("keeps its name, and is not removed, while the release may be launched", async () => {
    for (const state of ["planned", "scheduled", "recalled"] as const) {
      await setState(state)
      const asked = { method: "DELETE", params: { id: segment } }
      expect((await ask(oneSegment.DELETE, `/api/v1/segments/${segment}`, asked)).status).toBe(409)
      await expect(editSegment(world, ADA, { id: segment, name: "Deutsche" })).rejects.toMatchObject({ code: "segment_in_use" })
    }
  })

  test("keeps its rule as well once the release is scheduled", async () => {
    const changed = { id: segment, rule: { locales: ["de", "de-AT"] } }
    await setState("scheduled")
    await expect(editSegment(world, ADA, changed)).rejects.toMatchObject({ code: "segment_in_use" })
    await setState("planned")
    await editSegment(world, ADA, changed)
    const asked = { method: "PATCH", params: { id: segment }, body: { name: "Pros" } }
    await setState("released")
    expect(await (await ask(oneSegment.PATCH, `/api/v1/segments/${segment}`, asked)).json()).toMatchObject({ code: "segment_exists" })
  })

  test("can go when the release is public: what was mailed keeps the rule", async () => {
    await setState("released")
    await removeSegment(world, ADA, segment)
    await expect(removeSegment(world, ADA, segment)).rejects.toMatchObject({ code: "not_found" })
    expect((await getRelease(world.db, release)).segmentId).toBe(segment)
    expect((await ask(oneSegment.GET, `/api/v1/segments/${segment}`, { params: { id: idOf<SegmentId>(segment) } })).status).toBe(404)
  })
})
