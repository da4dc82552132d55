import { sql } from "drizzle-orm"
import { expect, test } from "vitest"
import { capturedMails } from "#db/schema/mail.ts"
import { materialiseAudienceJob, reportMailJob } from "#lib/delivery/jobs.ts"
import { materialiseAudience } from "#lib/delivery/materialise-audience.ts"
import { countDeliveries } from "#lib/delivery/queries.ts"
import { hasWaitingJob } from "#lib/jobs/queries.ts"
import type { LaunchId } from "#lib/kernel/ids.ts"
import { anAnnouncedLaunch, mailAndSettle, planOf, someSubscribers } from "#tests/support/mail-stage.ts"
import { aWorld } from "#tests/support/world.ts"

const world = await aWorld()
await someSubscribers(world, 250)
await someSubscribers(world, 30, { locale: "de-AT", from: 1000 })
await world.db.execute(sql`update subscribers set topics = '{other}' where address = 'person-7@example.com'`)
await world.db.execute(sql`insert into suppressions (address_hash, reason, source) values ('hash-8', 'bounced', 'the test')`)
await world.db.execute(sql`update subscribers set consent_at = now() + interval '1 day' where address = 'person-9@example.com'`)

async function batchesOf(launchId: LaunchId) {
  return world.db.execute<{ seq: number; locale: string; size: number }>(
    sql`select seq, locale, size from delivery_batches where launch_id = ${launchId} order by seq`,
  )
}

test(`${materialiseAudienceJob.name} writes every candidate as a row, in batches of one language, whatever the size of a chunk`, async () => {
  const launchId = await anAnnouncedLaunch(world, { locales: ["de", "en"] })
  expect(await hasWaitingJob(world.db, materialiseAudienceJob, launchId)).toBe(true)
  await world.db.execute(sql`update delivery_plans set topics = '{news}' where launch_id = ${launchId}`)
  await materialiseAudience(world, { launchId }, 120)
  const plan = await planOf(world, launchId)
  // 280 are active; one came after the moment.
  expect(plan).toMatchObject({ state: "sending", candidates: 279, excluded: 2, covered: 0, openBatches: 6 })
  expect(await countDeliveries(world.db, launchId)).toEqual({ pending: 277, excluded: 2 })
  const batches = await batchesOf(launchId)
  expect(batches.map(({ locale, size }) => `${locale} ${size}`)).toEqual(["en 100", "en 18", "en 100", "en 20", "de 30", "en 9"])
  expect(batches.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6])
  const reasons = await world.db.execute<{ reason: string }>(
    sql`select reason from deliveries where launch_id = ${launchId} and state = 'excluded' order by reason`,
  )
  expect(reasons.map(({ reason }) => reason)).toEqual(["suppressed", "topic"])
})

test("a language without a mail, where several are there and none is for everybody, is an exclusion with its reason", async () => {
  const launchId = await anAnnouncedLaunch(world, { locales: ["de", "fr"] })
  await materialiseAudience(world, { launchId })
  expect(await planOf(world, launchId)).toMatchObject({ candidates: 279, excluded: 249 })
})

test("a launch with an audience is announced, mailed to each once, and settled", async () => {
  const launchId = await anAnnouncedLaunch(world)
  expect(await mailAndSettle(world, launchId)).toBe("settled")
  expect(await planOf(world, launchId)).toMatchObject({ state: "ended", candidates: 279, excluded: 1, accepted: 278, openBatches: 0 })
  const { releaseId } = await planOf(world, launchId)
  expect(await world.db.$count(capturedMails, sql`${capturedMails.tags} ->> 'r' = ${releaseId}`)).toBe(278)
  expect(await hasWaitingJob(world.db, reportMailJob, launchId)).toBe(true)
})
