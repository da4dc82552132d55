import { afterAll, beforeAll, expect, test } from "vitest"
import { LostRace, RetryLater } from "#lib/jobs/run-job.ts"
import { isDomainError } from "#lib/kernel/errors.ts"
import type { LaunchId, ReleaseId } from "#lib/kernel/ids.ts"
import { advanceLaunch } from "#lib/launch/advance-launch.ts"
import { beginLaunch } from "#lib/launch/begin-launch.ts"
import type { LaunchState } from "#lib/launch/launch.ts"
import { getLaunch } from "#lib/launch/queries.ts"
import { recallLaunch } from "#lib/launch/recall-launch.ts"
import { type FlagStage, setFlagStage } from "#tests/support/flag-stage.ts"
import { rounds } from "#tests/support/rounds.ts"
import { ADA } from "#tests/support/world.ts"

const PATIENT_MS = rounds() * 3000

const stages: FlagStage[] = []
beforeAll(async () => {
  for (let count = 0; count < 3; count++) stages.push(await setFlagStage())
})
afterAll(async () => {
  for (const stage of stages) await stage.end()
})

function stageOf(number: number): FlagStage {
  const stage = stages[number]
  if (!stage) throw new Error(`there is no stage ${number}`)
  return stage
}

const RESTING: LaunchState[] = ["settled", "failed", "recalled", "attention"]

/** Takes step after step as a worker does, until nothing is owed. Several may do so at the same time. */
async function work({ world }: FlagStage, launchId: LaunchId): Promise<LaunchState> {
  for (;;) {
    await advanceLaunch(world, { launchId }).catch(async (error: unknown) => {
      if (!(error instanceof LostRace) && !(error instanceof RetryLater)) throw error
      await pause(10)
    })
    const { state } = await getLaunch(world.db, launchId)
    if (RESTING.includes(state)) return state
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

/** Another point of the run in every round, from its beginning to a little after its end. */
function moment(round: number): number {
  return ((round * 37) % 100) * 1.5
}

async function begin({ world }: FlagStage, releaseId: ReleaseId): Promise<LaunchId | null> {
  const outcome = await beginLaunch(world, ADA, { releaseId })
  return outcome.is === "begun" ? outcome.launch.id : null
}

async function mustBegin(stage: FlagStage, releaseId: ReleaseId): Promise<LaunchId> {
  return (await begin(stage, releaseId)) ?? Promise.reject(new Error("it was not ready"))
}

/** Each round with a flag and a release of its own. */
async function eachRound(play: (round: number) => Promise<void>): Promise<void> {
  for (let round = 0; round < rounds(); round++) {
    await play(round).catch((error: unknown) => {
      throw new Error(`round ${round}: ${error instanceof Error ? error.message : error}`, { cause: error })
    })
  }
}

test(
  "recalled while it flips, by two workers: nothing stays public, and the flag is back",
  async () => {
    const stage = stageOf(0)
    const ends = new Map<string, number>()
    await eachRound(async (round) => {
      const key = `recalled-${round}`
      const id = await stage.release({ name: `Recalled ${round}`, keys: [key] })
      const launchId = await mustBegin(stage, id)
      const recall = pause(moment(round)).then(() => recallLaunch(stage.world, ADA, { releaseId: id }))
      const [outcome] = await Promise.all([recall, work(stage, launchId), work(stage, launchId)])
      const end = await work(stage, launchId)
      ends.set(outcome.is, (ends.get(outcome.is) ?? 0) + 1)
      expect(end).toBe(outcome.is === "stopped" ? "failed" : "recalled")
      expect({ on: stage.isOn(key), public: await stage.isPublic(`Recalled ${round}`) }).toEqual({ on: false, public: false })
      expect(stage.unleash.flag(key).environments.production?.strategies).toEqual([])
    })
    expect(ends.size, "the recall came before the moment in some rounds, and after it in others").toBe(2)
  },
  PATIENT_MS,
)

test(
  "two releases that share a flag never have it in hand at once, and the last recall puts it back",
  async () => {
    const stage = stageOf(1)
    await eachRound(async (round) => {
      const key = `shared-${round}`
      const ids = [await stage.release({ name: `One ${round}`, keys: [key] }), await stage.release({ name: `Other ${round}`, keys: [key] })]
      await Promise.all(
        ids.map(async (id) => {
          for (;;) {
            const launchId = await begin(stage, id)
            if (launchId !== null) return work(stage, launchId)
            await pause(5)
          }
        }),
      )
      expect(stage.unleash.flag(key).environments.production?.strategies, "one strategy, whoever came first").toHaveLength(1)
      for (const [index, id] of (round % 2 ? ids : ids.toReversed()).entries()) {
        const { launch } = await recallLaunch(stage.world, ADA, { releaseId: id })
        expect(await work(stage, launch.id)).toBe("recalled")
        expect(stage.isOn(key), "on as long as a release is public with it").toBe(index === 0)
      }
    })
  },
  PATIENT_MS,
)

test(
  "somebody changes the flag meanwhile: what they did is never overwritten",
  async () => {
    const stage = stageOf(2)
    const ends = new Map<string, number>()
    await eachRound(async (round) => {
      const key = `touched-${round}`
      const id = await stage.release({ name: `Touched ${round}`, keys: [key], patience: "PT5S" })
      const launchId = await mustBegin(stage, id)
      const theirs = { constraints: [{ contextName: "userId", operator: "IN", values: ["ada"] }], title: "by hand" }
      const touch = pause(moment(round)).then(() => stage.unleash.addStrategy(key, "production", theirs))
      const [end] = await Promise.all([work(stage, launchId), touch])
      ends.set(end, (ends.get(end) ?? 0) + 1)
      const { strategies = [] } = stage.unleash.flag(key).environments.production ?? {}
      expect(strategies.filter(({ title }) => title === "by hand")).toHaveLength(1)
      expect(await stage.isPublic(`Touched ${round}`)).toBe(end === "settled")
      if (end === "failed") expect(Object.values(await stage.flips(launchId))).not.toContain("applied")
      else await recallLaunch(stage.world, ADA, { releaseId: id }).catch((error) => expect(isDomainError(error)).toBe(true))
    })
    expect([...ends.keys()].sort()).toEqual(["failed", "settled"])
  },
  PATIENT_MS,
)
