import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { shareRuntime } from "#lib/runtime.ts"
import { tellStory } from "#tests/support/git-story.ts"
import type { GitStory, Told } from "#tests/support/git-telling.ts"
import { fromGitHub, HOOK_ENV, settleHooks, unreleased } from "#tests/support/hook-steps.ts"
import { ownCommits, tellOwnHistory } from "#tests/support/own-history.ts"
import { aWorld } from "#tests/support/world.ts"

const world = await aWorld(HOOK_ENV)
shareRuntime(world)

type Push = Extract<Told, { is: "push" }>
type Merge = Extract<Told, { is: "merge" }>

/** What is deployed and for customers, worked out from git for what was told so far; null where that does not say enough. */
function workedOut(story: GitStory, told: readonly Told[]): string[] | null {
  const pushes = told.filter((one): one is Push => one.is === "push")
  const merges = told.filter((one): one is Merge => one.is === "merge")
  const known = new Set([...pushes.flatMap(({ commits }) => commits), ...merges.map(({ merge }) => merge)])
  const deployments = told.filter((one) => one.is === "deployment").filter(({ sha }) => known.has(sha))
  const running = deployments.toSorted((one, other) => one.at - other.at).at(-1)
  if (running === undefined) return []
  const contained = story.containedIn(running.sha)
  // A force-push that nobody told of yet: what it took away cannot be known.
  const untold = story.told.filter((one) => one.is === "push" && one.at < running.at && !told.includes(one))
  if (untold.some((one) => one.is === "push" && one.dropped.some((sha) => known.has(sha) && !contained.has(sha)))) return null
  const isThere = (sha: string) => known.has(sha) && contained.has(sha)
  const isUndone = (sha: string): boolean => story.reverts.some(({ link, target }) => target === sha && isThere(link) && !isUndone(link))
  const parts = new Set(merges.flatMap((merge) => merge.parts))
  const titleOf = new Map(merges.map(({ merge, title }) => [merge, title]))
  return [...story.commits]
    .filter(([sha, { isForCustomers }]) => isForCustomers && isThere(sha) && !parts.has(sha) && !isUndone(sha))
    .map(([sha, { title }]) => titleOf.get(sha) ?? title)
    .sort()
}

/** Tells it in this order, and compares after every delivery. Gives how often there was something to compare. */
async function replay(story: GitStory, repository: string, order: readonly Told[]): Promise<number> {
  const told = new Set<Told>()
  let compared = 0
  for (const one of order) {
    await fromGitHub(one)
    await settleHooks(world)
    told.add(one)
    const wanted = workedOut(story, [...told])
    if (wanted === null) continue
    expect(await unreleased(world, repository), `${told.size} told, last ${one.event} ${one.at}`).toEqual(wanted)
    compared++
  }
  return compared
}

let stories = 0
/** A story that nobody has been told. */
function aStory(): { story: GitStory; repository: string } {
  const repository = `acme/story-${++stories}`
  return { story: tellStory(repository), repository }
}

describe("what is unreleased is what git says, after every delivery", () => {
  test("told in order", async () => {
    const { story, repository } = aStory()
    expect(await replay(story, repository, story.told)).toBe(story.told.length)
    expect(workedOut(story, story.told)?.length).toBeGreaterThan(10)
  })

  test.each([1, 2, 3, 4])("shuffled and doubled, %i", async (seed) => {
    const { story, repository } = aStory()
    const doubled = [...story.told, ...story.told.filter((_, at) => at % 2 === 0)]
    const [order = []] = fc.sample(fc.shuffledSubarray(doubled, { minLength: doubled.length }), { seed, numRuns: 1 })
    expect(await replay(story, repository, order)).toBeGreaterThan(10)
  })

  test("told backwards, pull requests before the pushes that bring them", async () => {
    const { story, repository } = aStory()
    expect(await replay(story, repository, story.told.toReversed())).toBeGreaterThan(0)
  })

  // Without git, or cloned without its history, there is nothing to tell.
  describe.skipIf(ownCommits().length < 10)("of this repository's own history", () => {
    test("told in order", async () => {
      const story = tellOwnHistory("acme/curtain")
      expect(await replay(story, "acme/curtain", story.told)).toBe(story.told.length)
    })

    test("shuffled and doubled", async () => {
      const story = tellOwnHistory("acme/curtain-shuffled")
      const doubled = [...story.told, ...story.told.filter((_, at) => at % 3 === 0)]
      const [order = []] = fc.sample(fc.shuffledSubarray(doubled, { minLength: doubled.length }), { seed: 5, numRuns: 1 })
      expect(await replay(story, "acme/curtain-shuffled", order)).toBe(order.length)
    })
  })
})
