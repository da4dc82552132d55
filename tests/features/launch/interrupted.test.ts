import { expect, test } from "vitest"
import { eachOf } from "#tests/support/each-of.ts"
import { type Act, type Case, nameOfCase, playStory, type Story } from "#tests/support/interrupted-story.ts"
import { parseSeam, printSeam, type Seam } from "#tests/support/seams.ts"

/** Few enough that a case's own processes are not what takes the time; most of it is waiting for leases and heartbeats. */
const AT_ONCE = 8

const STORIES: Story[] = ["launched and recalled", "rolled back"]

/** Every commit and every call to the flag service that a worker passes in a run of the story, in numbers that hold for every run. */
async function seamsOf(story: Story): Promise<Seam[]> {
  const seams = await playStory({ story, workers: 1, restart: "at once" })
  expect(seams.filter(({ at }) => at === "commit").length, "a recorded run has commits").toBeGreaterThan(8)
  expect(seams.filter(({ at }) => at === "call").length, "a recorded run has calls").toBeGreaterThan(10)
  // Until the launch is given up, both stories pass the same.
  return story === "rolled back" ? seams.slice(seams.findIndex((seam) => printSeam(seam) === "before:commit:3")) : seams
}

/** What a client's act passes: its one commit, and for a launch the survey of the one connected flag. A recall calls nobody. */
const ACTS: Record<Act, string[]> = {
  begin: ["before:commit:1", "after:commit:1", "before:call:1", "after:call:1"],
  recall: ["before:commit:1", "after:commit:1"],
}

const WORKERS = [1, 2] as const
const RESTARTS = ["at once", "after the lease"] as const
const WAYS = WORKERS.flatMap((workers) => RESTARTS.map((restart) => ({ workers, restart })))

/**
 * Just after one seam and just before the next, the same is in the database and in the flag service: one kill stands for both. Each
 * such place is played in every run, in the four ways by turns. A soak plays both sides of every seam in all four.
 */
const isSoak = process.env.CURTAIN_SOAK !== undefined

function waysFor(place: number): typeof WAYS {
  return isSoak ? WAYS : WAYS.slice(place % WAYS.length, (place % WAYS.length) + 1)
}

function placesOf(seams: Seam[]): Seam[] {
  return isSoak ? seams : seams.filter(({ side }, index) => side === "after" || index === 0)
}

function casesOf(story: Story, seams: Seam[]): Case[] {
  const ofWorkers = placesOf(seams).flatMap((seam, place) =>
    waysFor(place).map((way) => ({ story, killed: "worker" as const, seam, ...way })),
  )
  const acts: Act[] = story === "rolled back" ? [] : ["begin", "recall"]
  const ofClients = acts.flatMap((killed) =>
    ACTS[killed].flatMap((text) => {
      const seam = parseSeam(text)
      return seam === null
        ? []
        : WORKERS.slice(isSoak ? 0 : 1).map((workers) => ({ story, killed, seam, workers, restart: "at once" as const }))
    }),
  )
  return [...ofWorkers, ...ofClients]
}

test("a launch killed at any commit or call ends by itself in a named state, once, with content and flags agreeing", async () => {
  const recorded = await Promise.all(STORIES.map(async (story) => casesOf(story, await seamsOf(story))))
  const cases = recorded.flat()
  const failures: string[] = []
  await eachOf(cases, { atOnce: AT_ONCE }, async (kill) => {
    await playStory(kill).catch((error: unknown) => failures.push(`${nameOfCase(kill)}: ${error instanceof Error ? error.message : error}`))
  })
  process.stdout.write(`${cases.length} kills, ${failures.length} failed\n`)
  expect(failures).toEqual([])
}, 3_600_000)
