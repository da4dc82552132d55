import { expect, test } from "vitest"
import { isDomainError } from "#lib/kernel/errors.ts"
import { advanceLaunch } from "#lib/launch/advance-launch.ts"
import { getLaunch, listSteps } from "#lib/launch/queries.ts"
import { stopLaunch } from "#lib/launch/stop-launch.ts"
import { aRelease } from "#tests/support/a-release.ts"
import { begin } from "#tests/support/launch-steps.ts"
import { aLiveLaunch, planOf, someSubscribers } from "#tests/support/mail-stage.ts"
import { ADA, aWorld } from "#tests/support/world.ts"

const world = await aWorld()
await someSubscribers(world, 3)

test("after the moment, what cannot be undone waits for the hold to be over", async () => {
  const launchId = await aLiveLaunch(world, { hold: "PT60S" })
  const { state, holdUntil, releasedAt } = await getLaunch(world.db, launchId)
  expect(state).toBe("live")
  expect(holdUntil?.since(releasedAt ?? Temporal.Instant.fromEpochMilliseconds(0)).total("seconds")).toBeCloseTo(60, 0)
  await expect(advanceLaunch(world, { launchId })).rejects.toThrow("the hold is not over")
  expect((await getLaunch(world.db, launchId)).state).toBe("live")
})

test("stopped within the hold, the release stays public and nothing is sent; after that there is nothing to stop", async () => {
  const launchId = await aLiveLaunch(world, { hold: "PT60S" })
  const stopped = await stopLaunch(world, ADA, { id: launchId })
  expect(stopped.state).toBe("settled")
  expect(stopped.siteRevision).not.toBeNull()
  expect(await planOf(world, launchId)).toMatchObject({ state: "ended", candidates: 0, accepted: 0 })
  expect((await listSteps(world.db, launchId)).at(-1)?.detail).toMatchObject({ because: expect.stringContaining("hold") })
  const refusal = await stopLaunch(world, ADA, { id: launchId }).catch((error: unknown) => error)
  expect(isDomainError(refusal) && refusal.code).toBe("not_stoppable")
})

test("a release that sends nothing is held by nothing", async () => {
  const { id } = await aRelease(world)
  const launchId = await begin(world, id)
  await advanceLaunch(world, { launchId })
  expect((await getLaunch(world.db, launchId)).holdUntil).toBeNull()
  await advanceLaunch(world, { launchId })
  expect((await getLaunch(world.db, launchId)).state).toBe("settled")
})
