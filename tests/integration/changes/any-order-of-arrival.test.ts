import fc from "fast-check"
import { expect, test } from "vitest"
import { listChanges } from "#lib/changes/queries.ts"
import { aWorld } from "#tests/support/world.ts"
import { type ACommit, type ADeployment, deploy, sha } from "./deployment-steps.ts"

const world = await aWorld()

/** A linear history: each commit is a feature, or reverts an earlier commit. */
type History = { reverts: number | null }[]
type Planned = {
  environment: "production" | "staging"
  of: number
  status: "success" | "failure" | "in_progress"
  hasId: boolean
  saysPrevious: boolean
  /** How far back its commits reach beyond what is new. */
  overlap: number
  leavesOutCommits: boolean
}

const history: fc.Arbitrary<History> = fc
  .array(fc.record({ isRevert: fc.nat(3), of: fc.nat() }), { minLength: 1, maxLength: 12 })
  .map((commits) => commits.map(({ isRevert, of }, index) => ({ reverts: isRevert === 0 && index > 0 ? of % index : null })))

function plannedIn(commits: History): fc.Arbitrary<Planned[]> {
  const one = fc.record({
    environment: fc.constantFrom("production" as const, "staging" as const),
    of: fc.nat(commits.length - 1),
    status: fc.constantFrom("success" as const, "success" as const, "failure" as const, "in_progress" as const),
    hasId: fc.boolean(),
    saysPrevious: fc.boolean(),
    overlap: fc.nat(3),
    leavesOutCommits: fc.nat(4).map((chance) => chance === 0),
  })
  return fc.array(one, { minLength: 1, maxLength: 7 })
}

const story = history.chain((commits) =>
  plannedIn(commits).chain((planned) => {
    const twice = [...planned.keys(), ...planned.keys()]
    return fc.record({
      commits: fc.constant(commits),
      planned: fc.constant(planned),
      arrivals: fc.shuffledSubarray(twice, { minLength: twice.length }),
    })
  }),
)

/** What a pipeline sends, in the order of time: production tells the commits that it has not told yet, staging tells none. */
function newsOf(commits: History, planned: Planned[]): { news: ADeployment[]; known: number } {
  let known = 0
  const news = planned.map((plan, index): ADeployment => {
    const tells = plan.environment === "production" && plan.of >= known && !plan.leavesOutCommits
    if (!tells) return aboutTime(plan, index)
    const brought = range(Math.max(0, known - plan.overlap), plan.of + 1).map((number) => aCommitOf(commits, number))
    const previous = plan.saysPrevious && known > 0 ? { previous: known - 1 } : {}
    known = plan.of + 1
    return { ...aboutTime(plan, index), ...previous, commits: brought }
  })
  return { news, known }
}

function aboutTime({ of, environment, status, hasId }: Planned, index: number): ADeployment {
  const at = `2026-03-01T${String(index).padStart(2, "0")}:00:00Z`
  return { of, environment, status, at, ...((hasId || status === "in_progress") && { id: `run-${index}` }) }
}

function aCommitOf(commits: History, number: number): ACommit {
  const target = commits[number]?.reverts ?? null
  return target === null
    ? { name: number, message: `feat: ${number}` }
    : { name: number, message: `Revert "${target}"\n\nThis reverts commit ${sha(target)}.` }
}

/** The features that an environment has, told by walking through the history as far as it has got. */
function model(commits: History, planned: Planned[], about: { environment: string; known: number }): string[] {
  const runs = planned.findLast(
    ({ environment, status, of }) => environment === about.environment && status === "success" && of < about.known,
  )
  const links = new Map<number, { feature: number; has: boolean }>()
  const features = new Map<number, boolean>()
  for (const number of range(0, (runs?.of ?? -1) + 1)) {
    const target = commits[number]?.reverts ?? null
    const undone = target === null ? undefined : links.get(target)
    const link = undone ? { feature: undone.feature, has: !undone.has } : { feature: number, has: true }
    links.set(number, link)
    features.set(link.feature, link.has)
  }
  return [...features]
    .filter(([, has]) => has)
    .map(([number]) => String(number))
    .sort()
}

function range(from: number, until: number): number[] {
  return Array.from({ length: Math.max(0, until - from) }, (_, index) => from + index)
}

let told = 0

test("whatever arrives when, and twice, an environment has what its latest successful deployment contains", async () => {
  await fc.assert(
    fc.asyncProperty(story, async ({ commits, planned, arrivals }) => {
      const repository = `acme/story-${++told}`
      const { news, known } = newsOf(commits, planned)
      for (const arrival of arrivals) {
        const deployment = news[arrival]
        if (deployment) await deploy(world, { repository, ...deployment })
      }
      for (const environment of ["production", "staging"]) {
        const filter = { state: "deployed", repository, environment, audience: "customer", after: null, limit: 100 } as const
        const titles = (await listChanges(world.db, filter)).map((change) => change.title).sort()
        expect(titles, `${environment} of ${JSON.stringify(news)}`).toEqual(model(commits, planned, { environment, known }))
      }
    }),
    { numRuns: 30 },
  )
})
