import { expect, test } from "vitest"
import { hasWaitingJob } from "#lib/jobs/queries.ts"
import { giveUp } from "#lib/launch/give-up.ts"
import { advanceLaunchJob } from "#lib/launch/jobs.ts"
import { getLaunch } from "#lib/launch/queries.ts"
import { recallLaunch } from "#lib/launch/recall-launch.ts"
import { aRelease } from "#tests/support/a-release.ts"
import { advance, begin, launch } from "#tests/support/launch-steps.ts"
import { ADA, aWorld } from "#tests/support/world.ts"

const world = await aWorld()
/** The log speaks at ERROR here, since a person must act: what it says is caught and looked at. */
const told: unknown[] = []
const deps = { ...world, log: { ...world.log, error: (line: unknown) => void told.push(line) } as typeof world.log }

test(`when the retries of ${advanceLaunchJob.name} are spent before the moment, the launch is rolled back and a person is told`, async () => {
  const { id } = await aRelease(world)
  const launchId = await begin(world, id)
  await giveUp(deps, { launchId })
  expect(told.at(-1)).toMatchObject({ launchId, state: "flipping" })
  expect((await getLaunch(world.db, launchId)).state).toBe("rolling_back")
  expect(await advance(world, launchId)).toBe("failed")
})

test("when a roll-back cannot end, the launch calls for attention and remembers what it was doing", async () => {
  const { id } = await aRelease(world)
  const launchId = await begin(world, id)
  await recallLaunch(world, ADA, { releaseId: id })
  await giveUp(deps, { launchId })
  expect(await getLaunch(world.db, launchId)).toMatchObject({ state: "attention", interrupted: "rolling_back" })
})

test("when a recall cannot end, the launch calls for attention; recalling again takes it up", async () => {
  const { id } = await aRelease(world)
  const launchId = await launch(world, id)
  await recallLaunch(world, ADA, { releaseId: id })
  await giveUp(deps, { launchId })
  expect(await getLaunch(world.db, launchId)).toMatchObject({ state: "attention", interrupted: "recalling" })
  expect((await recallLaunch(world, ADA, { releaseId: id })).launch.state).toBe("recalling")
  expect(await advance(world, launchId)).toBe("recalled")
})

test("a public launch that cannot settle keeps its job", async () => {
  const { id } = await aRelease(world)
  const launchId = await begin(world, id)
  const { raiseCurtain } = await import("#lib/launch/raise-curtain.ts")
  await raiseCurtain(world, await getLaunch(world.db, launchId))
  await world.db.execute("delete from pgboss.job")
  await giveUp(deps, { launchId })
  expect((await getLaunch(world.db, launchId)).state).toBe("live")
  expect(await hasWaitingJob(world.db, advanceLaunchJob, launchId)).toBe(true)
})
