import { sql } from "drizzle-orm"
import { beforeEach, expect, test } from "vitest"
import { materialiseAudienceJob, reportMailJob } from "#lib/delivery/jobs.ts"
import { materialiseAudience } from "#lib/delivery/materialise-audience.ts"
import { countDeliveries, findPlan } from "#lib/delivery/queries.ts"
import { recoverLostMail } from "#lib/delivery/recover-lost-mail.ts"
import { sendBatch } from "#lib/delivery/send-batch.ts"
import { sendMail } from "#lib/delivery/send-mail.ts"
import { hasWaitingJob } from "#lib/jobs/queries.ts"
import { isDomainError } from "#lib/kernel/errors.ts"
import type { LaunchId } from "#lib/kernel/ids.ts"
import { advanceLaunch } from "#lib/launch/advance-launch.ts"
import { giveUp } from "#lib/launch/give-up.ts"
import { pauseLaunch } from "#lib/launch/pause-launch.ts"
import { getLaunch } from "#lib/launch/queries.ts"
import { recallLaunch } from "#lib/launch/recall-launch.ts"
import { resumeLaunch } from "#lib/launch/resume-launch.ts"
import { retryLaunch } from "#lib/launch/retry-launch.ts"
import { stopLaunch } from "#lib/launch/stop-launch.ts"
import type { BatchAnswer } from "#lib/mail/mailer.ts"
import { approveAll } from "#tests/support/a-release.ts"
import { advance, begin } from "#tests/support/launch-steps.ts"
import { aMailedRelease, anAnnouncedLaunch, aSender, planOf, sendAll, someSubscribers } from "#tests/support/mail-stage.ts"
import { acceptedUnseen, type SendingMailer, sendingMailer } from "#tests/support/sending-mailer.ts"
import { until } from "#tests/support/until.ts"
import { ADA, aWorld } from "#tests/support/world.ts"

const PEOPLE = 1000

const world = await aWorld()
await someSubscribers(world, PEOPLE)
/** The log speaks at ERROR here, since a person must act: what it says is caught and looked at. */
const told: unknown[] = []
const silent = () => {}
const log = { ...world.log, error: (...said: unknown[]) => void told.push(said), warn: silent, info: silent } as typeof world.log
const deps = { ...world, log }

let mailer: SendingMailer
let launchId: LaunchId

beforeEach(async () => {
  mailer = sendingMailer()
  await world.db.execute(sql`update delivery_plans set state = 'ended', paused_by = null`)
  await world.db.execute(sql`delete from mail_paces`)
  launchId = await anAnnouncedLaunch(world)
  await materialiseAudience(world, { launchId })
})

const sender = () => aSender(deps, mailer, { lanes: 2, pollMs: 20 })
const state = async () => (await getLaunch(world.db, launchId)).state
const mailed = () => [...mailer.perRecipient.values()]

/** A call that is under way until it is let go. */
function held(): { letGo(): void } {
  const call = Promise.withResolvers<null>()
  mailer.answersNext.push(async (mails): Promise<BatchAnswer> => {
    await call.promise
    return { is: "answered", answers: mails.map(({ to }) => ({ is: "accepted", providerId: to.address })) }
  })
  return { letGo: () => call.resolve(null) }
}

test("paused while it sends, no more leaves than what was under way; resumed, everybody is mailed once", async () => {
  const under = [held(), held()]
  const sending = sendMail(sender())
  await until(2, () => mailer.calls.length)
  await pauseLaunch(world, ADA, { id: launchId })
  for (const { letGo } of under) letGo()
  await until(200, async () => (await planOf(world, launchId)).accepted)
  await sending.stop()
  expect(mailer.calls).toHaveLength(2)
  expect(await planOf(world, launchId)).toMatchObject({ state: "paused", pausedBy: "person", accepted: 200, openBatches: 8 })
  expect(await state()).toBe("announcing")
  await resumeLaunch(world, ADA, { id: launchId })
  await sendAll(sender())
  expect(await advance(deps, launchId)).toBe("settled")
  expect(await countDeliveries(world.db, launchId)).toEqual({ accepted: PEOPLE })
  expect(new Set(mailer.calls.flatMap(({ addresses }) => addresses)).size).toBe(PEOPLE)
})

test("recalled while it sends, the rest is cancelled at once, and a call that was under way is waited for and listed", async () => {
  await sendBatch(sender())
  await sendBatch(sender())
  const last = held()
  const inFlight = sendBatch(sender())
  await until(3, () => mailer.calls.length)
  const { launch } = await recallLaunch(world, ADA, { releaseId: (await planOf(world, launchId)).releaseId })
  expect(launch.state).toBe("recalling")
  await expect(advanceLaunch(deps, { launchId })).rejects.toThrow("still under way")
  expect(await countDeliveries(world.db, launchId)).toEqual({ accepted: 200, pending: 100, cancelled: PEOPLE - 300 })
  last.letGo()
  await inFlight
  expect(await advance(deps, launchId)).toBe("recalled")
  expect(await planOf(world, launchId)).toMatchObject({ state: "ended", accepted: 300, cancelled: PEOPLE - 300, openBatches: 0 })
  await sendAll(sender())
  expect(mailer.calls).toHaveLength(3)
})

test("recalled while nobody can say whether a batch has left, it is unknown: listed, and not sent again", async () => {
  mailer.answersNext.push(acceptedUnseen(mailer))
  await sendBatch(sender())
  await recallLaunch(world, ADA, { releaseId: (await planOf(world, launchId)).releaseId })
  expect(await advance(deps, launchId)).toBe("recalled")
  expect(await countDeliveries(world.db, launchId)).toEqual({ unknown: 100, cancelled: PEOPLE - 100 })
})

test("stopped while it sends, the release stays public, the rest is cancelled, and the launch settles", async () => {
  await sendBatch(sender())
  await stopLaunch(world, ADA, { id: launchId })
  expect(await advance(deps, launchId)).toBe("settled")
  expect(await planOf(world, launchId)).toMatchObject({ accepted: 100, cancelled: PEOPLE - 100 })
  expect((await getLaunch(world.db, launchId)).siteRevision).not.toBeNull()
})

test("recalled and launched again, only those are mailed who were not: nobody gets a release twice", async () => {
  await sendBatch(sender())
  const { releaseId } = await planOf(world, launchId)
  await recallLaunch(world, ADA, { releaseId })
  expect(await advance(deps, launchId)).toBe("recalled")
  await approveAll(world, releaseId)
  const again = await begin(world, releaseId)
  await advance(world, again)
  await materialiseAudience(world, { launchId: again })
  expect(await planOf(world, again)).toMatchObject({ candidates: PEOPLE - 100, covered: 100, excluded: 0 })
  await sendAll(sender())
  await advance(deps, again)
  expect((await getLaunch(world.db, again)).state).toBe("settled")
  expect(mailed()).toEqual(Array(PEOPLE).fill(1))
  expect(new Set(mailer.calls.map(({ key }) => key)).size).toBe(mailer.calls.length)
  expect(await planOf(world, launchId), "the first launch still says what it did").toMatchObject({ accepted: 100, cancelled: PEOPLE - 100 })
})

test("a launch that is given up before the moment has no mail at all", async () => {
  const id = await aMailedRelease(world)
  const given = await begin(world, id)
  await stopLaunch(world, ADA, { id: given })
  expect(await advance(world, given)).toBe("failed")
  expect(await findPlan(world.db, given)).toBeNull()
})

test("a quota that is spent calls for a person, who lets it go on; everybody is mailed once", async () => {
  mailer.answersNext.push(() => ({ is: "blocked", reason: "daily_quota_exceeded" }))
  await sendAll(sender())
  await advanceLaunch(deps, { launchId })
  expect(await getLaunch(world.db, launchId)).toMatchObject({ state: "attention", interrupted: "announcing" })
  expect(told.at(-1)).toMatchObject([{ launchId, because: "daily_quota_exceeded" }, expect.stringContaining("needs a person")])
  await resumeLaunch(world, ADA, { id: launchId })
  await sendAll(sender())
  expect(await advance(deps, launchId)).toBe("settled")
  expect(mailed()).toEqual(Array(PEOPLE).fill(1))
})

test("tried again instead, it goes on as well; stopped instead, the rest is cancelled", async () => {
  mailer.answersNext.push(() => ({ is: "blocked", reason: "invalid_api_key" }))
  await sendAll(sender())
  await advanceLaunch(deps, { launchId })
  await retryLaunch(world, ADA, { id: launchId, flags: "restore" })
  expect((await planOf(world, launchId)).state).toBe("sending")
  mailer.answersNext.push(() => ({ is: "blocked", reason: "invalid_api_key" }))
  await sendAll(sender())
  await advanceLaunch(deps, { launchId })
  expect(await state()).toBe("attention")
  await stopLaunch(world, ADA, { id: launchId })
  expect(await advance(deps, launchId)).toBe("settled")
  expect(await countDeliveries(world.db, launchId)).toEqual({ cancelled: PEOPLE })
})

test("a storm of refusals for being too fast delays the mail and doubles none", async () => {
  for (let times = 0; times < 30; times++) mailer.answersNext.push(() => ({ is: "again", afterMs: 0, reason: "rate_limit_exceeded" }))
  const sending = sendMail(sender())
  await until(PEOPLE, async () => (await planOf(world, launchId)).accepted)
  await sending.stop()
  expect(mailed()).toEqual(Array(PEOPLE).fill(1))
  expect(mailer.calls).toHaveLength(40)
})

test("paused while its audience is written out, it is written on where it was", async () => {
  const second = await anAnnouncedLaunch(world)
  await pauseLaunch(world, ADA, { id: second })
  await expect(materialiseAudience(world, { launchId: second })).rejects.toThrow("taken by someone else")
  await world.db.execute(sql`delete from pgboss.job`)
  await resumeLaunch(world, ADA, { id: second })
  expect(await hasWaitingJob(world.db, materialiseAudienceJob, second)).toBe(true)
  await materialiseAudience(world, { launchId: second })
  expect(await planOf(world, second)).toMatchObject({ candidates: PEOPLE, state: "sending" })
})

test("recalled while its audience is written out, no row is written any more, and those there are cancelled", async () => {
  const second = await anAnnouncedLaunch(world)
  await recallLaunch(world, ADA, { releaseId: (await planOf(world, second)).releaseId })
  await expect(materialiseAudience(world, { launchId: second })).rejects.toThrow("taken by someone else")
  expect(await advance(world, second)).toBe("recalled")
  expect(await countDeliveries(world.db, second)).toEqual({})
})

test("an audience that cannot be written out for an hour calls for a person, who lets it go on", async () => {
  const second = await anAnnouncedLaunch(world)
  await giveUp(deps, { launchId: second })
  expect(await getLaunch(world.db, second)).toMatchObject({ state: "attention", interrupted: "announcing" })
  await resumeLaunch(world, ADA, { id: second })
  expect((await planOf(world, second)).state).toBe("materialising")
})

test("what cannot be paused or resumed is refused in words", async () => {
  await sendAll(sender())
  await advance(deps, launchId)
  for (const act of [() => pauseLaunch(world, ADA, { id: launchId }), () => resumeLaunch(world, ADA, { id: launchId })]) {
    const refusal = await act().catch((error: unknown) => error)
    expect(isDomainError(refusal) && refusal.kind).toBe("conflict")
  }
})

test(`mail that has lost its job gets a new one, be it ${materialiseAudienceJob.name} or ${reportMailJob.name}`, async () => {
  const second = await anAnnouncedLaunch(world)
  await sendAll(sender())
  await world.db.execute(sql`delete from pgboss.job`)
  await world.db.execute(sql`update delivery_plans set moved_at = now() - interval '11 seconds'`)
  await recoverLostMail(deps)
  expect(await hasWaitingJob(world.db, materialiseAudienceJob, second)).toBe(true)
  expect(await hasWaitingJob(world.db, reportMailJob, launchId)).toBe(true)
})
