import { beforeAll, describe, expect, test } from "vitest"
import { DEPLOYMENTS } from "#db/seed/deployments.ts"
import { tellStory } from "#db/seed/tell-story.ts"
import { wordsIn } from "#db/seed/words.ts"
import { findBeginning } from "#lib/audit/queries.ts"
import { verifyChain } from "#lib/audit/verify-chain.ts"
import { listChanges } from "#lib/changes/queries.ts"
import { findPlan } from "#lib/delivery/queries.ts"
import { systemClock } from "#lib/kernel/clock.ts"
import { readReadiness } from "#lib/launch/read-readiness.ts"
import { listReleases } from "#lib/releases/queries.ts"
import type { ReleaseState } from "#lib/releases/release.ts"
import { listFeedEntries } from "#lib/site/queries.ts"
import { readAddressBook } from "#lib/site/read-address-book.ts"
import { countSubscribers, listSegments } from "#lib/subscribers/queries.ts"
import { readMailbox } from "#tests/support/mailbox.ts"
import { until } from "#tests/support/until.ts"
import { ADA, aWorld, type World } from "#tests/support/world.ts"

const READERS = 40

let world: World
beforeAll(async () => {
  world = await aWorld()
})

const releases = () => listReleases(world.db, { limit: 100, after: null })
const named = async (name: string) => {
  const found = (await releases()).find((release) => release.name === name)
  if (found === undefined) throw new Error(`the story has no release ${name}`)
  return found
}

/** A clock that is looked at so often, and no more. */
function clockThatEnds(looks: number): typeof systemClock {
  let left = looks
  const now = () => {
    if (left === 0) throw new Error("the power is gone")
    left -= 1
    return systemClock.now()
  }
  return { now }
}

test("a process that dies before the first launch has told nothing", async () => {
  await expect(tellStory({ ...world, clock: clockThatEnds(60) })).rejects.toThrow("the power is gone")
  expect([await findBeginning(world.db), (await releases()).length]).toEqual([null, 0])
})

test("one that dies between the launches is taken up by the next start", async () => {
  const other = await aWorld()
  const looks = wordsIn("entries").length + DEPLOYMENTS.reduce((sum, { commits }) => sum + commits.length + 1, 0)
  await expect(tellStory({ ...other, clock: clockThatEnds(looks) })).rejects.toThrow("the power is gone")
  const count = async (state: ReleaseState) => (await listReleases(other.db, { limit: 100, after: null, state })).length
  expect([await count("released"), await count("recalled"), await count("scheduled")]).toEqual([3, 1, 0])
  expect([await tellStory(other), await tellStory(other)]).toEqual(["told", "not the beginning"])
  expect([await count("released"), await count("recalled"), await count("scheduled"), await count("planned")]).toEqual([3, 1, 1, 2])
})

test("two that start at once tell one story, within three seconds, and nobody is mailed by its being told", async () => {
  const begun = performance.now()
  const outcomes = await Promise.all([tellStory(world), tellStory(world)])
  expect(performance.now() - begun).toBeLessThan(3000 * 4) // four times as slow a machine may test it
  expect(outcomes.toSorted()).toEqual(["not the beginning", "told"])
  expect(await findBeginning(world.db)).toBe("story.told")
  expect(await readMailbox(world)).toEqual([])
})

describe("when a worker has done what the story owes", () => {
  beforeAll(async () => {
    await world.startWorker()
    await until("settled", async () => (await named("Returns without the paperwork")).launch?.state ?? "")
    await until("recalled", async () => (await named("Your money the same day")).launch?.state ?? "")
  })

  test("there is a release in each state that a page can show", async () => {
    const states = Object.fromEntries((await releases()).map(({ name, state }) => [name, state]))
    expect(states).toEqual({
      "The changelog of before": "released",
      "A help centre worth reading": "released",
      "Your money the same day": "recalled",
      "Returns without the paperwork": "released",
      "Search that remembers": "planned",
      "Labels in a second": "scheduled",
      "One inbox for the whole shop": "planned",
    })
    const { id } = await named("Search that remembers")
    expect((await readReadiness(world, ADA, { releaseId: id })).is).toBe("ready")
  })

  test("every reader was mailed once, about the release that is out, and nobody about the one that was taken back", async () => {
    const { launch } = await named("Returns without the paperwork")
    if (launch === null) throw new Error("it was not launched")
    expect(await findPlan(world.db, launch.id)).toMatchObject({ candidates: READERS, accepted: READERS, state: "ended" })
    const subjects = (await readMailbox(world)).map(({ subject }) => subject)
    expect(subjects.filter((subject) => subject === "Buyers can now send things back on their own")).toHaveLength(READERS)
    expect(subjects.filter((subject) => subject.includes("money"))).toEqual([])
    expect((await readMailbox(world)).every(({ recipient }) => recipient.endsWith(".example"))).toBe(true)
  })

  test("visitors find a year of entries and a help centre, and feeds tell only what was launched", async () => {
    const now = world.revision.current()
    if (now.is !== "confirmed") throw new Error("no revision")
    const book = await readAddressBook(world.publicDb, now.revision)
    expect([book.entries.size, book.articles.size]).toEqual([26, 6])
    expect((await listFeedEntries(world.publicDb, now.revision)).map(({ title }) => title).toSorted()).toEqual([
      "A help centre worth reading",
      "Returns without the paperwork",
    ])
  })

  test("three repositories have changes that wait, each flag it speaks of is there, and one has drifted", async () => {
    const waiting = await listChanges(world.db, { state: "unreleased", audience: "customer", limit: 100, after: null })
    expect(new Set(waiting.map(({ repository }) => repository))).toEqual(new Set(["acme/shop", "acme/api", "acme/app"]))
    expect(waiting.length).toBeGreaterThan(12)
    await until(1, async () => (await named("Returns without the paperwork")).drift.length)
  })

  test("readers, segments and the log are as they would be", async () => {
    expect((await countSubscribers(world.db)).active).toEqual({ is: "exact", count: READERS })
    expect(await listSegments(world.db, { limit: 10, after: null })).toHaveLength(4)
    await until(true, async () => (await verifyChain(world, ADA)).ok)
  })
})
