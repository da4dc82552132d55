import { sql } from "drizzle-orm"
import { describe, expect, test } from "vitest"
import type { Actor } from "#lib/access/actor.ts"
import { listAudit } from "#lib/audit/queries.ts"
import { draftDocumentInput, editDocumentInput } from "#lib/documents/input.ts"
import { listDocuments } from "#lib/documents/queries.ts"
import { idOf, type ReleaseId, type TokenId } from "#lib/kernel/ids.ts"
import { approveDocument } from "#lib/releases/approve-document.ts"
import { checkSchedule } from "#lib/releases/check-schedule.ts"
import { draftDocument } from "#lib/releases/draft-document.ts"
import { draftFromChanges } from "#lib/releases/draft-from-changes.ts"
import { dropSchedule } from "#lib/releases/drop-schedule.ts"
import { editDocument } from "#lib/releases/edit-document.ts"
import { editRelease } from "#lib/releases/edit-release.ts"
import { holdRelease } from "#lib/releases/hold-release.ts"
import { editReleaseInput } from "#lib/releases/input.ts"
import { lockRelease } from "#lib/releases/lock-release.ts"
import { getRelease } from "#lib/releases/queries.ts"
import { recomputeSchedules } from "#lib/releases/recompute-schedules.ts"
import { scheduleRelease } from "#lib/releases/schedule-release.ts"
import { unscheduleRelease } from "#lib/releases/unschedule-release.ts"
import { approveAll, aRelease } from "#tests/support/a-release.ts"
import { advance, begin, launch, recall } from "#tests/support/launch-steps.ts"
import { scheduleIn, scheduleOverdue, secondsAhead } from "#tests/support/schedule-steps.ts"
import { ADA, aWorld } from "#tests/support/world.ts"

const world = await aWorld()

/** Nine o'clock in Berlin, some winter day to come. */
const NINE = { at: "2999-12-01T09:00", timeZone: "Europe/Berlin" }
const READER: Actor = {
  kind: "token",
  id: idOf<TokenId>("0198c0de-0000-7000-8000-000000000001"),
  name: "reader",
  scopes: ["releases:write"],
  environment: null,
}

async function actionsOn(id: ReleaseId): Promise<string[]> {
  const lines = await listAudit(world.db, { limit: 100, before: null, subjectKind: "release", subjectId: id })
  return lines.map((line) => line.action).reverse()
}

async function schedulesStored(): Promise<number> {
  const [row] = await world.db.execute<{ count: number }>("select count(*)::int as count from schedules")
  return row?.count ?? -1
}

describe("scheduling a release", () => {
  test("keeps what was meant and the instant that follows from it, and says so in the log", async () => {
    const { id } = await aRelease(world)
    const expected = { ...NINE, instant: Temporal.Instant.from("2999-12-01T08:00:00Z"), version: 1 }
    expect(await scheduleRelease(world, ADA, { releaseId: id, ...NINE })).toEqual({ is: "scheduled", schedule: expected })
    const { state, schedule, heldBecause } = await getRelease(world.db, id)
    expect({ state, schedule, heldBecause }).toEqual({ state: "scheduled", schedule: expected, heldBecause: null })
    expect(await actionsOn(id)).toEqual(["release.planned", "release.scheduled"])
  })

  test("again replaces the schedule, under a version of its own", async () => {
    const { id } = await aRelease(world)
    await scheduleRelease(world, ADA, { releaseId: id, ...NINE })
    const again = await scheduleRelease(world, ADA, { releaseId: id, ...NINE, at: "2998-12-01T09:00" })
    expect(again).toMatchObject({ is: "rescheduled", schedule: { at: "2998-12-01T09:00", version: 2 } })
    expect((await getRelease(world.db, id)).schedule).toEqual(again.schedule)
  })

  test("after it was unscheduled counts on: an old version never comes back", async () => {
    const { id } = await aRelease(world)
    await scheduleRelease(world, ADA, { releaseId: id, ...NINE })
    await unscheduleRelease(world, ADA, { releaseId: id })
    expect((await scheduleRelease(world, ADA, { releaseId: id, ...NINE })).schedule.version).toBe(2)
  })

  test("for a time that is past by the database's clock is refused beside `at`, and changes nothing", async () => {
    const { id } = await aRelease(world)
    const past = { releaseId: id, at: await secondsAhead(world, -2), timeZone: "UTC" }
    await expect(scheduleRelease(world, ADA, past)).rejects.toMatchObject({ kind: "invalid", complaints: [{ path: "at" }] })
    await scheduleRelease(world, ADA, { releaseId: id, ...NINE })
    await expect(scheduleRelease(world, ADA, past)).rejects.toMatchObject({ kind: "invalid" })
    expect((await getRelease(world.db, id)).schedule).toMatchObject({ ...NINE, version: 1 })
  })

  test("does not ask the clock of this process: one that is ten minutes fast or slow changes nothing", async () => {
    const { id } = await aRelease(world)
    for (const minutes of [-10, 10]) {
      const lying = { ...world, clock: { now: () => Temporal.Now.instant().add({ minutes }) } }
      const soon = await secondsAhead(world, 60)
      expect((await scheduleRelease(lying, ADA, { releaseId: id, at: soon, timeZone: "UTC" })).schedule.at).toBe(soon)
      const past = { releaseId: id, at: await secondsAhead(world, -60), timeZone: "UTC" }
      await expect(scheduleRelease(lying, ADA, past)).rejects.toMatchObject({ kind: "invalid" })
    }
  })

  test("needs the right to launch", async () => {
    const { id } = await aRelease(world)
    await expect(scheduleRelease(world, READER, { releaseId: id, ...NINE })).rejects.toMatchObject({ kind: "forbidden" })
    await expect(unscheduleRelease(world, READER, { releaseId: id })).rejects.toMatchObject({ kind: "forbidden" })
  })

  test("that is launching or public is refused, and so is unscheduling it", async () => {
    const { id } = await aRelease(world)
    const launchId = await begin(world, id)
    await expect(scheduleRelease(world, ADA, { releaseId: id, ...NINE })).rejects.toMatchObject({ code: "launching" })
    await expect(unscheduleRelease(world, ADA, { releaseId: id })).rejects.toMatchObject({ code: "launching" })
    await advance(world, launchId)
    await expect(scheduleRelease(world, ADA, { releaseId: id, ...NINE })).rejects.toMatchObject({ code: "released" })
    await expect(unscheduleRelease(world, ADA, { releaseId: id })).rejects.toMatchObject({ code: "released" })
  })

  test("that was recalled works as for a new plan", async () => {
    const { id } = await aRelease(world)
    await launch(world, id)
    await recall(world, id)
    await scheduleRelease(world, ADA, { releaseId: id, ...NINE })
    expect((await getRelease(world.db, id)).state).toBe("scheduled")
  })

  test("that does not exist is told as such", async () => {
    const releaseId = idOf<ReleaseId>("0198c0de-0000-7000-8000-00000000ffff")
    await expect(scheduleRelease(world, ADA, { releaseId, ...NINE })).rejects.toMatchObject({ kind: "not_found" })
    await expect(unscheduleRelease(world, ADA, { releaseId })).rejects.toMatchObject({ kind: "not_found" })
  })
})

describe("unscheduling", () => {
  test("makes a plan again of a scheduled release, and is told once", async () => {
    const { id } = await aRelease(world)
    await scheduleRelease(world, ADA, { releaseId: id, ...NINE })
    await unscheduleRelease(world, ADA, { releaseId: id })
    await unscheduleRelease(world, ADA, { releaseId: id })
    expect(await getRelease(world.db, id)).toMatchObject({ state: "planned", schedule: null })
    expect(await actionsOn(id)).toEqual(["release.planned", "release.scheduled", "release.unscheduled"])
  })

  test("makes a plan again of a held release", async () => {
    const { id } = await aRelease(world)
    const { version } = await scheduleIn(world, id, 3600)
    await world.db.transaction((tx) => holdRelease(tx, { releaseId: id, version, because: "It was late." }))
    await unscheduleRelease(world, ADA, { releaseId: id })
    expect(await getRelease(world.db, id)).toMatchObject({ state: "planned", schedule: null, heldBecause: null })
  })
})

describe("while a release is scheduled", () => {
  const locked = { code: "scheduled", message: expect.stringContaining("unschedule it first") }

  test("its documents, flags and changes are locked, and everything can be edited once it is unscheduled", async () => {
    const { id } = await aRelease(world, { name: "Locked" })
    const [entry] = await listDocuments(world.db, id)
    if (!entry) throw new Error("no entry")
    await scheduleRelease(world, ADA, { releaseId: id, ...NINE })
    const edits = [
      () => editDocument(world, ADA, { ...editDocumentInput.parse({ body: "Other words." }), id: entry.id }),
      () => draftDocument(world, ADA, { ...draftDocumentInput.parse({ kind: "article", title: "More", body: "Words." }), releaseId: id }),
      () => draftFromChanges(world, ADA, { releaseId: id }),
      () => editRelease(world, ADA, { ...editReleaseInput.parse({ changes: [] }), id }),
      () => editRelease(world, ADA, { ...editReleaseInput.parse({ flags: [] }), id }),
      () => editRelease(world, ADA, { ...editReleaseInput.parse({ name: "Renamed" }), id }),
    ]
    for (const edit of edits) await expect(edit()).rejects.toMatchObject(locked)
    expect(await listDocuments(world.db, id)).toEqual([entry])
    await unscheduleRelease(world, ADA, { releaseId: id })
    for (const edit of edits) await edit()
  })

  test("words that wait for their approval can be approved, for that changes none of them", async () => {
    const { id } = await aRelease(world, { approved: "none" })
    await scheduleRelease(world, ADA, { releaseId: id, ...NINE })
    const [entry] = await listDocuments(world.db, id)
    if (!entry) throw new Error("no entry")
    await approveDocument(world, ADA, { id: entry.id, hash: entry.hash })
    expect((await listDocuments(world.db, id))[0]).toMatchObject({ state: "approved", hash: entry.hash })
  })

  test("launching it by hand leaves no schedule behind", async () => {
    const { id } = await aRelease(world)
    await scheduleRelease(world, ADA, { releaseId: id, ...NINE })
    await launch(world, id)
    expect(await getRelease(world.db, id)).toMatchObject({ state: "released", schedule: null })
  })
})

describe("a release that is held", () => {
  async function aHeldRelease(because = "It was late.") {
    const { id } = await aRelease(world)
    const { version } = await scheduleIn(world, id, 3600)
    const is = await world.db.transaction((tx) => holdRelease(tx, { releaseId: id, version, because }))
    return { id, version, is }
  }

  test("says why, has no schedule any more, and can be edited", async () => {
    const { id, is } = await aHeldRelease()
    expect(is).toBe("held")
    expect(await getRelease(world.db, id)).toMatchObject({ state: "held", schedule: null, heldBecause: "It was late." })
    expect(await actionsOn(id)).toEqual(["release.planned", "release.scheduled", "release.held"])
    await editRelease(world, ADA, { ...editReleaseInput.parse({ grace: "P1D" }), id })
    expect(await getRelease(world.db, id)).toMatchObject({ state: "held", heldBecause: "It was late.", graceSeconds: 86_400 })
  })

  test("can be launched by hand or scheduled again, and the reason is gone", async () => {
    const [one, other] = [await aHeldRelease(), await aHeldRelease()]
    await scheduleRelease(world, ADA, { releaseId: one.id, ...NINE })
    expect(await getRelease(world.db, one.id)).toMatchObject({ state: "scheduled", heldBecause: null })
    await launch(world, other.id)
    expect(await getRelease(world.db, other.id)).toMatchObject({ state: "released", heldBecause: null })
  })

  test("is held for the schedule that was looked at, never for a newer one", async () => {
    const { id } = await aRelease(world)
    const old = await scheduleIn(world, id, 3600)
    const { schedule } = await scheduleRelease(world, ADA, { releaseId: id, ...NINE })
    const held = await world.db.transaction((tx) => holdRelease(tx, { releaseId: id, version: old.version, because: "It was late." }))
    expect(held).toBe("stale")
    expect(await getRelease(world.db, id)).toMatchObject({ state: "scheduled", schedule })
  })
})

describe("what a schedule allows, by the database's clock", () => {
  function check(id: ReleaseId, version: number) {
    return world.db.transaction(async (tx) => {
      await lockRelease(tx, id)
      return checkSchedule(tx, id, version)
    })
  }

  test("nothing before its time", async () => {
    const { id } = await aRelease(world)
    const { version } = await scheduleIn(world, id, 3600)
    expect(await check(id, version)).toBe("early")
  })

  test("the launch from then on until its grace is over", async () => {
    const { id } = await aRelease(world)
    await editRelease(world, ADA, { ...editReleaseInput.parse({ grace: "PT10M" }), id })
    const { version } = await scheduleOverdue(world, id, 1)
    expect(await check(id, version)).toBe("due")
    await world.db.execute(sql`update schedules set due_at = clock_timestamp() - interval '599 seconds' where release_id = ${id}`)
    expect(await check(id, version)).toBe("due")
    await world.db.execute(sql`update schedules set due_at = clock_timestamp() - interval '601 seconds' where release_id = ${id}`)
    expect(await check(id, version)).toBe("late")
  })

  test("nothing in another version, or once it is gone", async () => {
    const { id } = await aRelease(world)
    const { version } = await scheduleOverdue(world, id, 1)
    expect([await check(id, version - 1), await check(id, version + 1)]).toEqual(["stale", "stale"])
    await world.db.transaction((tx) => dropSchedule(tx, id))
    expect(await check(id, version)).toBe("stale")
  })

  test("the time that passes while it waits for the lock counts", async () => {
    const { id } = await aRelease(world)
    const { version } = await scheduleIn(world, id, 3600)
    const is = await world.db.transaction(async (tx) => {
      await tx.execute("select 1")
      await world.db.execute(sql`update schedules set due_at = clock_timestamp() + interval '20 milliseconds' where release_id = ${id}`)
      await tx.execute("select pg_sleep(0.05)")
      return checkSchedule(tx, id, version)
    })
    expect(is).toBe("due")
  })
})

describe("when the rules of a zone change", () => {
  const warned: unknown[] = []
  const deps = { ...world, log: { ...world.log, warn: (line: unknown) => void warned.push(line) } as typeof world.log }

  test("the schedule moves to where its wall time is now, which is logged with both instants, once", async () => {
    await world.db.execute("delete from schedules")
    const { id } = await aRelease(world)
    const { id: other } = await aRelease(world)
    await scheduleRelease(world, ADA, { releaseId: id, ...NINE })
    const { schedule: untouched } = await scheduleRelease(world, ADA, { releaseId: other, ...NINE })
    await world.db.execute(sql`update schedules set due_at = '2999-12-01T07:00:00Z' where release_id = ${id}`)
    await Promise.all([recomputeSchedules(deps), recomputeSchedules(deps)])
    await recomputeSchedules(deps)
    expect((await getRelease(world.db, id)).schedule).toMatchObject({
      ...NINE,
      instant: Temporal.Instant.from("2999-12-01T08:00:00Z"),
      version: 1,
    })
    expect((await getRelease(world.db, other)).schedule).toEqual(untouched)
    const instants = { before: "2999-12-01T07:00:00Z", after: "2999-12-01T08:00:00Z" }
    expect(warned).toEqual([{ releaseId: id, ...NINE, ...instants }])
    const lines = await listAudit(world.db, { limit: 100, before: null, subjectKind: "release", subjectId: id })
    expect(lines.filter((line) => line.action === "schedule.recomputed").map((line) => line.detail)).toEqual([
      expect.objectContaining(instants),
    ])
  })
})

test("many schedules and withdrawals of one release at once leave exactly what the last one said", async () => {
  await world.db.execute("delete from schedules")
  const { id } = await aRelease(world)
  await approveAll(world, id)
  await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      index % 3 === 2
        ? unscheduleRelease(world, ADA, { releaseId: id })
        : scheduleRelease(world, ADA, { releaseId: id, ...NINE, at: `29${10 + index}-12-01T09:00` }),
    ),
  )
  const { state, schedule } = await getRelease(world.db, id)
  expect(state).toBe(schedule === null ? "planned" : "scheduled")
  expect(await schedulesStored()).toBe(schedule === null ? 0 : 1)
})
