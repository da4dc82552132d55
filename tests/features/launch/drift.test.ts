import { eq, sql } from "drizzle-orm"
import { afterAll, beforeAll, expect, test } from "vitest"
import { deployments } from "#db/schema/changes.ts"
import { changeBuiltInFlag } from "#lib/flags/change-built-in-flag.ts"
import type { LaunchId } from "#lib/kernel/ids.ts"
import { listDrift, listSteps } from "#lib/launch/queries.ts"
import { recallLaunch } from "#lib/launch/recall-launch.ts"
import { watchReleased } from "#lib/launch/watch-released.ts"
import { aRelease } from "#tests/support/a-release.ts"
import { type FlagStage, setFlagStage } from "#tests/support/flag-stage.ts"
import { advance, begin } from "#tests/support/launch-steps.ts"
import { ADA } from "#tests/support/world.ts"

let stage: FlagStage
beforeAll(async () => {
  stage = await setFlagStage()
})
afterAll(() => stage.end())

async function launched(key: string): Promise<LaunchId> {
  const launchId = await begin(stage.world, await stage.release({ name: key, keys: [key] }))
  expect(await advance(stage.world, launchId)).toBe("settled")
  return launchId
}

async function drifted(launchId: LaunchId): Promise<string[]> {
  await watchReleased(stage.world)
  return (await listDrift(stage.world.db, launchId)).map(({ kind, seen }) => `${kind}: ${seen}`)
}

test("a released flag that somebody turned off is drift, told once, and clears itself when it is as it was", async () => {
  const launchId = await launched("turned-off")
  expect(await drifted(launchId)).toEqual([])
  const production = stage.unleash.flag("turned-off").environments.production
  if (!production) throw new Error("the flag has no production")
  production.enabled = false
  expect(await drifted(launchId)).toEqual(["flag: It is off for everyone."])
  expect(await drifted(launchId)).toHaveLength(1)
  production.enabled = true
  expect(await drifted(launchId)).toEqual([])
  const told = (await listSteps(stage.world.db, launchId)).filter(({ name }) => name.startsWith("drift."))
  expect(told.map(({ name }) => name)).toEqual(["drift.noticed", "drift.cleared"])
})

test("a flag service that does not answer says nothing: what was noticed stays, and nothing is made up", async () => {
  const launchId = await launched("unseen")
  stage.unleash.faults.add({ on: /unseen/, does: { answers: 500 } })
  expect(await drifted(launchId)).toEqual([])
  stage.unleash.faults.clear()
  const production = stage.unleash.flag("unseen").environments.production
  if (production) production.enabled = false
  expect(await drifted(launchId)).toHaveLength(1)
  stage.unleash.faults.add({ on: /unseen/, does: { answers: 500 } })
  expect(await drifted(launchId)).toHaveLength(1)
  stage.unleash.faults.clear()
})

test("a built-in flag that a person changes after its release is drift", async () => {
  const { id, flagIds } = await aRelease(stage.world, { flags: [{ key: "built-in-drift" }] })
  const launchId = await begin(stage.world, id)
  await advance(stage.world, launchId)
  expect(await drifted(launchId)).toEqual([])
  for (const flagId of flagIds) await changeBuiltInFlag(stage.world, ADA, { id: flagId, rollout: 10 })
  expect(await drifted(launchId)).toEqual(["flag: It is on for 10 %."])
})

test("a released change that leaves production is drift, and a recall ends it", async () => {
  const { id, sha } = await aRelease(stage.world, { name: "Rolled back later" })
  const launchId = await begin(stage.world, id)
  await advance(stage.world, launchId)
  await stage.world.db.update(deployments).set({ status: sql`'failure'` }).where(eq(deployments.sha, sha))
  expect(await drifted(launchId)).toEqual(["deployment: It is not in production."])
  await recallLaunch(stage.world, ADA, { releaseId: id })
  expect(await drifted(launchId)).toEqual([])
})
