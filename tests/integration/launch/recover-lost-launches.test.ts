import { expect, test } from "vitest"
import { hasWaitingJob } from "#lib/jobs/queries.ts"
import { advanceLaunchJob } from "#lib/launch/jobs.ts"
import { recoverLostLaunches } from "#lib/launch/recover-lost-launches.ts"
import { aRelease } from "#tests/support/a-release.ts"
import { begin } from "#tests/support/launch-steps.ts"
import { aWorld } from "#tests/support/world.ts"

const world = await aWorld()
const warned: unknown[] = []
const deps = { ...world, log: { ...world.log, warn: (line: unknown) => void warned.push(line) } as typeof world.log }

test("a launch that lost its job gets a new one and a warning; one that has its job is left alone", async () => {
  const lost = await begin(world, (await aRelease(world)).id)
  await world.db.execute("delete from pgboss.job")
  const held = await begin(world, (await aRelease(world)).id)
  await world.db.execute("update launches set moved_at = now() - interval '11 seconds'")
  await recoverLostLaunches(deps)
  expect(await hasWaitingJob(world.db, advanceLaunchJob, lost)).toBe(true)
  expect(warned).toEqual([{ launchId: lost, state: "flipping" }])
  await recoverLostLaunches(deps)
  expect(warned).toHaveLength(1)
  expect(held).not.toBe(lost)
})

test("a launch that has just moved is not taken for lost", async () => {
  await world.db.execute("delete from pgboss.job")
  const fresh = await begin(world, (await aRelease(world)).id)
  await world.db.execute("delete from pgboss.job")
  await recoverLostLaunches(deps)
  expect(await hasWaitingJob(world.db, advanceLaunchJob, fresh)).toBe(false)
})
