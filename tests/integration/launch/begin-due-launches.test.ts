import { sql } from "drizzle-orm"
import { beforeEach, expect, test } from "vitest"
import { flagConnections, flags } from "#db/schema/flags.ts"
import { listAudit } from "#lib/audit/queries.ts"
import type { ConnectedFlags } from "#lib/flags/connected-flags.ts"
import { openLanes } from "#lib/jobs/lanes.ts"
import { type FlagId, newId, type ReleaseId } from "#lib/kernel/ids.ts"
import { beginDueLaunches } from "#lib/launch/begin-due-launches.ts"
import { findLastLaunch } from "#lib/launch/queries.ts"
import { editRelease } from "#lib/releases/edit-release.ts"
import { editReleaseInput } from "#lib/releases/input.ts"
import { getRelease } from "#lib/releases/queries.ts"
import { scheduleRelease } from "#lib/releases/schedule-release.ts"
import { aRelease } from "#tests/support/a-release.ts"
import { scheduleIn, scheduleOverdue } from "#tests/support/schedule-steps.ts"
import { ADA, aWorld } from "#tests/support/world.ts"

type FlagAnswer = Awaited<ReturnType<ConnectedFlags["read"]>>

const world = await aWorld()
const warned: Record<string, unknown>[] = []
const log = { ...world.log, warn: (line: Record<string, unknown>) => void warned.push(line) } as typeof world.log
const OFF: FlagAnswer = { is: "seen", exposure: { kind: "off" }, state: {} }
const UNREACHED: FlagAnswer = { is: "retry", reason: "the flag service does not answer" }

/** A flag service that answers as the test says; nothing beyond the survey is asked of it here. */
let answer: (flag: FlagId) => Promise<FlagAnswer> = async () => OFF
const connected = { ...world.flags, read: (flag: FlagId) => answer(flag), obstacle: async () => null }
const deps = { ...world, log, flags: connected }

beforeEach(async () => {
  warned.length = 0
  answer = async () => OFF
  await world.db.execute("delete from schedules")
})

/** One round of one worker, with all that it set off. */
async function round(): Promise<void> {
  const lanes = openLanes(log, { name: "test", atOnce: 8 })
  await beginDueLaunches(deps, lanes)
  await lanes.stop()
}

async function aConnectedFlag(key: string): Promise<FlagId> {
  const connectionId = newId<FlagId>()
  await world.db
    .insert(flagConnections)
    .values({ id: connectionId, kind: "memory", name: key, baseUrl: `https://${key}.flags.example`, project: "default" })
  const id = newId<FlagId>()
  await world.db.insert(flags).values({ id, connectionId, key, environment: "production" })
  return id
}

/** Due a second ago, and moving a flag of another system. */
async function aDueRelease(flag?: FlagId, terms: object = {}): Promise<ReleaseId> {
  const { id } = await aRelease(world)
  await editRelease(world, ADA, { ...editReleaseInput.parse({ ...(flag ? { flags: [{ flag, enabled: true }] } : {}), ...terms }), id })
  await scheduleOverdue(world, id, 1)
  return id
}

async function stateOf(id: ReleaseId): Promise<string> {
  return (await getRelease(world.db, id)).state
}

test("a release whose time has come is launched by the schedule, one whose time has not is left", async () => {
  const due = await aDueRelease()
  const { id: later } = await aRelease(world)
  const kept = await scheduleIn(world, later, 60)
  await round()
  expect(await getRelease(world.db, due)).toMatchObject({ state: "launching", schedule: null })
  expect(await getRelease(world.db, later)).toMatchObject({ state: "scheduled", schedule: kept, launch: null })
  const launch = await findLastLaunch(world.db, due)
  const [line] = await listAudit(world.db, { limit: 1, before: null, subjectKind: "launch", ...(launch ? { subjectId: launch.id } : {}) })
  expect(line).toMatchObject({ action: "launch.begun", actor: { kind: "system", name: "schedule" } })
  await round()
  expect((await findLastLaunch(world.db, due))?.id).toBe(launch?.id)
})

test("one that is not ready is held with every reason, and its owner is named", async () => {
  const { id } = await aRelease(world, { approved: "none", deployed: "no" })
  await editRelease(world, ADA, { ...editReleaseInput.parse({ owner: "grace@acme.example" }), id })
  await scheduleOverdue(world, id, 1)
  await round()
  const { state, schedule, heldBecause, launch } = await getRelease(world.db, id)
  expect({ state, schedule, launch }).toEqual({ state: "held", schedule: null, launch: null })
  expect(heldBecause).toMatch(/^It was not ready at its time\. Not in production: .+\. Not approved as they are now: entry ".+"\.$/)
  expect(warned).toEqual([{ releaseId: id, owner: "grace@acme.example", because: heldBecause }])
  await round()
  expect(warned).toHaveLength(1)
})

test("one that nobody launched within its grace waits for a person", async () => {
  const { id } = await aRelease(world)
  const { at } = await scheduleOverdue(world, id, 3610)
  await round()
  expect(await getRelease(world.db, id)).toMatchObject({
    state: "held",
    launch: null,
    heldBecause: `Its time was ${at} in UTC, and it could not begin within its grace of PT1H.`,
  })
  expect(warned).toMatchObject([{ releaseId: id, owner: "bootstrap token" }])
})

test("one that is a minute late, within its grace, is launched", async () => {
  const { id } = await aRelease(world)
  await scheduleOverdue(world, id, 60)
  await round()
  expect(await stateOf(id)).toBe("launching")
})

test("where a flag service cannot be reached it stays scheduled, is asked again, and launches once the service answers", async () => {
  const id = await aDueRelease(await aConnectedFlag("away"))
  let asked = 0
  answer = async () => {
    asked++
    return UNREACHED
  }
  const lanes = openLanes(log, { name: "test", atOnce: 8 })
  await expect.poll(() => beginDueLaunches(deps, lanes).then(() => asked)).toBe(1)
  answer = async () => OFF
  expect(await stateOf(id)).toBe("scheduled")
  await expect.poll(() => beginDueLaunches(deps, lanes).then(() => stateOf(id)), { timeout: 10_000 }).toBe("launching")
  expect(asked).toBe(1)
  await lanes.stop()
}, 20_000)

test("where it could not be reached until the grace was over, a person is asked", async () => {
  const id = await aDueRelease(await aConnectedFlag("gone"), { grace: "PT5S" })
  answer = async () => UNREACHED
  await round()
  expect(await stateOf(id)).toBe("scheduled")
  await expect.poll(() => round().then(() => stateOf(id)), { timeout: 10_000 }).toBe("held")
})

test("where a flag refuses for good it is held at once", async () => {
  const id = await aDueRelease(await aConnectedFlag("refused"))
  answer = async () => ({ is: "refused", because: "credential", reason: "the token was revoked" })
  await round()
  expect((await getRelease(world.db, id)).heldBecause).toContain("the token was revoked")
})

test("one that is not ready for another reason too is held, reachable or not", async () => {
  const flag = await aConnectedFlag("both")
  const { id } = await aRelease(world, { approved: "none" })
  await editRelease(world, ADA, { ...editReleaseInput.parse({ flags: [{ flag, enabled: true }] }), id })
  await scheduleOverdue(world, id, 1)
  answer = async () => UNREACHED
  await round()
  expect(await stateOf(id)).toBe("held")
})

test("one that waits for a slow flag service delays no other, and is not begun a second time meanwhile", async () => {
  const slowFlag = await aConnectedFlag("slow")
  const slow = await aDueRelease(slowFlag)
  const gate = Promise.withResolvers<FlagAnswer>()
  let asked = 0
  answer = (flag) => {
    if (flag === slowFlag) asked++
    return gate.promise
  }
  const lanes = openLanes(log, { name: "test", atOnce: 8 })
  await beginDueLaunches(deps, lanes)
  const others = [await aDueRelease(), await aDueRelease(), await aDueRelease()]
  await beginDueLaunches(deps, lanes)
  for (const other of others) await expect.poll(() => stateOf(other)).toBe("launching")
  expect({ slow: await stateOf(slow), asked }).toEqual({ slow: "scheduled", asked: 1 })
  gate.resolve(OFF)
  await lanes.stop()
  expect(await stateOf(slow)).toBe("launching")
})

test("a fault in one release keeps no other from starting, is logged, and the release is held when its grace is over", async () => {
  const broken = await aDueRelease(await aConnectedFlag("broken"), { grace: "PT5S" })
  const sound = await aDueRelease()
  answer = () => Promise.reject(new Error("a bug"))
  await round()
  expect([await stateOf(broken), await stateOf(sound)]).toEqual(["scheduled", "launching"])
  expect(warned).toMatchObject([{ err: { message: "a bug" }, key: broken }])
  await expect.poll(() => round().then(() => stateOf(broken)), { timeout: 10_000 }).toBe("held")
})

test("one that became due by rules of its zone that have changed is not launched early", async () => {
  const { id } = await aRelease(world)
  await scheduleRelease(world, ADA, { releaseId: id, at: "2999-12-01T09:00", timeZone: "Europe/Berlin" })
  await world.db.execute(sql`update schedules set due_at = clock_timestamp() - interval '1 second' where release_id = ${id}`)
  await round()
  const { state, schedule } = await getRelease(world.db, id)
  expect({ state, instant: `${schedule?.instant}` }).toEqual({ state: "scheduled", instant: "2999-12-01T08:00:00Z" })
  expect(warned).toMatchObject([{ releaseId: id, after: "2999-12-01T08:00:00Z" }])
})

test("one that was scheduled again while its flags were looked at is not launched by the old schedule", async () => {
  const id = await aDueRelease(await aConnectedFlag("replaced"))
  answer = async () => {
    await scheduleIn(world, id, 3600)
    return OFF
  }
  await round()
  expect(await getRelease(world.db, id)).toMatchObject({ state: "scheduled", launch: null, schedule: { version: 2 } })
  expect(warned).toEqual([])
})
