import { describe, expect, test } from "vitest"
import { listAudit } from "#lib/audit/queries.ts"
import { editDocumentInput } from "#lib/documents/input.ts"
import { listDocuments } from "#lib/documents/queries.ts"
import { openLanes } from "#lib/jobs/lanes.ts"
import { isDomainError } from "#lib/kernel/errors.ts"
import type { ReleaseId } from "#lib/kernel/ids.ts"
import { beginDueLaunches } from "#lib/launch/begin-due-launches.ts"
import { beginLaunch } from "#lib/launch/begin-launch.ts"
import { findLastLaunch } from "#lib/launch/queries.ts"
import { editDocument } from "#lib/releases/edit-document.ts"
import { getRelease } from "#lib/releases/queries.ts"
import type { Schedule } from "#lib/releases/schedule.ts"
import { scheduleRelease } from "#lib/releases/schedule-release.ts"
import { unscheduleRelease } from "#lib/releases/unschedule-release.ts"
import { type OpenRuntime, openRuntime, type Runtime } from "#lib/runtime.ts"
import { listFeedEntries } from "#lib/site/queries.ts"
import { startWorker } from "#lib/worker.ts"
import { aRelease } from "#tests/support/a-release.ts"
import { rounds } from "#tests/support/rounds.ts"
import { scheduleIn, scheduleOverdue, secondsAhead, untilPast, untilRelease } from "#tests/support/schedule-steps.ts"
import { startWorkerProcess } from "#tests/support/worker-process.ts"
import { ADA, openWorld, type World } from "#tests/support/world.ts"

/** Promise 7: never before the time, and at most so much later with a live worker. */
const AT_MOST_LATE_MS = 1000

const SHIFTED_CLOCK = new URL("../../support/shifted-clock.ts", import.meta.url)

async function inWorld(play: (world: World) => Promise<void>): Promise<void> {
  const world = await openWorld({ CURTAIN_ROLES: "web,worker" })
  try {
    await play(world)
  } finally {
    await world.close()
  }
}

async function whileWorking(runtime: Runtime, play: () => Promise<void>): Promise<void> {
  const worker = await startWorker(runtime)
  try {
    await play()
  } finally {
    await worker.stop()
  }
}

/** How long after its time a release was public, both by the database's clock. */
async function latenessMs(world: World, id: ReleaseId, { instant }: Pick<Schedule, "instant">): Promise<number> {
  const launch = await findLastLaunch(world.db, id)
  if (!launch?.releasedAt) throw new Error(`release ${id} is not public`)
  expect(Temporal.Instant.compare(launch.begunAt, instant), "it began before its time").toBe(1)
  return launch.releasedAt.since(instant).total("milliseconds")
}

async function launchCount(world: World): Promise<number> {
  const [row] = await world.db.execute<{ count: number }>("select count(*)::int as count from launches")
  return row?.count ?? -1
}

async function publicBodies(world: World): Promise<string[]> {
  const [row] = await world.publicDb.execute<{ revision: string }>("select revision from site.current_revision")
  return (await listFeedEntries(world.publicDb, Number(row?.revision))).map((entry) => entry.body)
}

async function expectOnTime(world: World, id: ReleaseId, schedule: Schedule): Promise<void> {
  await untilRelease(world, id, "released")
  const lateMs = await latenessMs(world, id, schedule)
  expect(lateMs).toBeGreaterThan(0)
  expect(lateMs).toBeLessThanOrEqual(AT_MOST_LATE_MS)
}

describe("with a live worker, a scheduled release becomes public by itself", () => {
  test("never before its time and at most a second after it, and leaves no schedule", async () => {
    await inWorld(async (world) => {
      await world.startWorker()
      const { id } = await aRelease(world)
      const schedule = await scheduleIn(world, id, 2)
      await expectOnTime(world, id, schedule)
      expect(await getRelease(world.db, id)).toMatchObject({ schedule: null, heldBecause: null })
    })
  })

  test("in any zone: what counts is the instant that the wall time means", async () => {
    await inWorld(async (world) => {
      await world.startWorker()
      const { id } = await aRelease(world)
      const at = Temporal.Instant.from(`${await secondsAhead(world, 2)}Z`)
        .toZonedDateTimeISO("Asia/Kathmandu")
        .toPlainDateTime()
      const { schedule } = await scheduleRelease(world, ADA, {
        releaseId: id,
        at: `${at.toString({ smallestUnit: "second" })}`,
        timeZone: "Asia/Kathmandu",
      })
      await expectOnTime(world, id, schedule)
    })
  })

  test.each([-10, 10])("whatever the clock of the portal says: %i minutes wrong", async (minutes) => {
    await inWorld(async (world) => {
      const lying = { ...world, clock: { now: () => world.clock.now().add({ minutes }) } }
      await whileWorking(lying, async () => {
        const { id } = await aRelease(world)
        await expectOnTime(world, id, await scheduleIn(lying, id, 2))
      })
    })
  })

  test.each([-10, 10])("whatever every clock of the worker's process says: %i minutes wrong", async (minutes) => {
    await inWorld(async (world) => {
      const worker = await startWorkerProcess(world, { CLOCK_SHIFT_MINUTES: `${minutes}`, NODE_OPTIONS: `--import=${SHIFTED_CLOCK}` })
      try {
        const { id } = await aRelease(world)
        await expectOnTime(world, id, await scheduleIn(world, id, 2))
      } finally {
        await worker.stop()
      }
    })
  })
})

test("a schedule that was replaced fires at the new time alone", async () => {
  await inWorld(async (world) => {
    await world.startWorker()
    const { id } = await aRelease(world)
    const first = await scheduleIn(world, id, 1)
    const second = await scheduleIn(world, id, 3)
    await untilPast(world, first.instant.add({ milliseconds: AT_MOST_LATE_MS }))
    expect(await launchCount(world)).toBe(0)
    await expectOnTime(world, id, second)
  })
})

test("withdrawn at its very time, a release is either a plan again or public with its approved words", async () => {
  await inWorld(async (world) => {
    await world.startWorker()
    const planned = await Promise.all(Array.from({ length: 8 }, (_, index) => aRelease(world, { entry: { body: `Approved ${index}.` } })))
    const at = await secondsAhead(world, 2)
    for (const { id } of planned) await scheduleRelease(world, ADA, { releaseId: id, at, timeZone: "UTC" })
    const due = Temporal.Instant.from(`${at}Z`)
    const outcomes = await Promise.all(
      planned.map(async ({ id }, index) => {
        await untilPast(world, due.add({ milliseconds: (index - 2) * 60 }))
        return { index, id, is: await attempt(unscheduleRelease(world, ADA, { releaseId: id })) }
      }),
    )
    for (const { id, index, is } of outcomes) {
      await untilRelease(world, id, is === "done" ? "planned" : "released")
      expect((await publicBodies(world)).includes(`Approved ${index}.`)).toBe(is !== "done")
    }
    expect(await launchCount(world)).toBe(outcomes.filter(({ is }) => is !== "done").length)
  })
})

test("edited at its very time, a release is public with the words that were approved", async () => {
  await inWorld(async (world) => {
    await world.startWorker()
    const { id } = await aRelease(world, { entry: { body: "Approved words." } })
    const [entry] = await listDocuments(world.db, id)
    if (!entry) throw new Error("no entry")
    const schedule = await scheduleIn(world, id, 1)
    const outcomes: string[] = []
    while (outcomes.at(-1) !== "done") {
      outcomes.push(await attempt(editDocument(world, ADA, { ...editDocumentInput.parse({ body: "Other words." }), id: entry.id })))
    }
    expect(["scheduled", "launching"]).toEqual(expect.arrayContaining([...new Set(outcomes.slice(0, -1))]))
    expect(outcomes[0]).toBe("scheduled")
    await expectOnTime(world, id, schedule)
    expect(await publicBodies(world)).toEqual(["Approved words."])
    expect((await listDocuments(world.db, id)).map(({ body, state }) => ({ body, state }))).toEqual([
      { body: "Other words.", state: "draft" },
    ])
  })
})

/** The code of the refusal, or "done". */
async function attempt(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return "done"
  } catch (error) {
    if (!isDomainError(error)) throw error
    return error.code
  }
}

test("ten workers that see one due release begin one launch", async () => {
  await inWorld(async (world) => {
    const { id } = await aRelease(world)
    const runtimes: OpenRuntime[] = []
    for (let count = 0; count < 10; count++) {
      runtimes.push(await openRuntime(world.settings, { url: world.url, publicUrl: world.publicUrl, publicRole: "curtain_public" }))
    }
    const workers = await Promise.all(runtimes.map(startWorker))
    await scheduleIn(world, id, 1)
    await untilRelease(world, id, "released")
    await Promise.all(workers.map((worker) => worker.stop()))
    for (const runtime of runtimes) await runtime.close()
    expect(await launchCount(world)).toBe(1)
    const lines = await listAudit(world.db, { limit: 100, before: null, subjectKind: "launch" })
    expect(lines.filter((line) => line.action === "launch.begun")).toHaveLength(1)
  })
})

describe("a portal that was down across the time", () => {
  test("launches when it starts within the grace", async () => {
    await inWorld(async (world) => {
      const { id } = await aRelease(world)
      await scheduleOverdue(world, id, 1800)
      await world.startWorker()
      await untilRelease(world, id, "released")
      expect(await launchCount(world)).toBe(1)
    })
  })

  test("asks a person when it starts later, says so in the log, and launches when it is told to", async () => {
    await inWorld(async (world) => {
      const warned: unknown[] = []
      const log = { ...world.log, warn: (line: unknown) => void warned.push(line) } as typeof world.log
      const { id } = await aRelease(world)
      await scheduleOverdue(world, id, 26 * 3600)
      await whileWorking({ ...world, log }, async () => {
        const { heldBecause } = await untilRelease(world, id, "held")
        expect(heldBecause).toContain("could not begin within its grace of PT1H")
        await expect.poll(() => warned).toContainEqual({ releaseId: id, owner: "bootstrap token", because: heldBecause })
        expect(await launchCount(world)).toBe(0)
        await beginLaunch(world, ADA, { releaseId: id })
        await untilRelease(world, id, "released")
      })
    })
  })
})

test(
  "launched by hand and by the clock within ten milliseconds, a release has one launch, and both are told of it",
  async () => {
    await inWorld(async (world) => {
      const lanes = openLanes(world.log, { name: "test", atOnce: 8 })
      for (let round = 0; round < rounds(); round++) {
        const { id } = await aRelease(world)
        await scheduleOverdue(world, id, 1)
        const byHand = withinTenMs(round).then(() => beginLaunch(world, ADA, { releaseId: id }))
        await Promise.all([byHand, withinTenMs(round * 7).then(() => beginDueLaunches(world, lanes))])
        const { launch, schedule } = await getRelease(world.db, id)
        expect(await byHand).toMatchObject({ is: "begun", launch: { id: launch?.id } })
        expect(schedule).toBeNull()
        expect(await launchCount(world)).toBe(round + 1)
      }
      await lanes.stop()
      expect(await launchCount(world)).toBe(rounds())
    })
  },
  rounds() * 2000,
)

/** Another offset in every round, so that now one is first and now the other. */
function withinTenMs(round: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, round % 11))
}
