import { sql } from "drizzle-orm"
import { expect, test } from "vitest"
import { pendingOf } from "#lib/delivery/delivery-plan.ts"
import { materialiseAudience } from "#lib/delivery/materialise-audience.ts"
import { countDeliveries, findPlan } from "#lib/delivery/queries.ts"
import type { LaunchId } from "#lib/kernel/ids.ts"
import { advanceLaunch } from "#lib/launch/advance-launch.ts"
import { getLaunch } from "#lib/launch/queries.ts"
import { startFakeResend } from "#tests/support/fake-resend.ts"
import { anAnnouncedLaunch, planOf, someSubscribers } from "#tests/support/mail-stage.ts"
import { type MailWorkers, startMailWorkers } from "#tests/support/mail-workers.ts"
import { startSmtpSink } from "#tests/support/smtp-sink.ts"
import { until } from "#tests/support/until.ts"
import { openWorld, type World } from "#tests/support/world.ts"

const isSoak = process.env.CURTAIN_SOAK !== undefined

/** A lease of a second, so that a kill costs one; calls that may take longer than that are renewed like all others. */
const TERMS = { leaseMs: 1000, timeoutMs: 5000, lanes: 2, pollMs: 50 }

async function aLaunchTo(world: World, people: number): Promise<LaunchId> {
  await someSubscribers(world, people)
  const launchId = await anAnnouncedLaunch(world)
  await materialiseAudience(world, { launchId })
  return launchId
}

/** A kill each time so many more have arrived: never at the same place of a batch, and never because some time has passed. */
async function killAsItGoes(
  workers: MailWorkers,
  run: { kills: number; people: number; arrived: () => number; look: () => Promise<void> },
): Promise<void> {
  for (let kill = 1; kill <= run.kills; kill++) {
    await until(true, () => run.arrived() >= (run.people / (run.kills + 1)) * kill, 120_000)
    await workers.killOne()
    await run.look()
  }
}

/** In one snapshot: what the plan counts is what the rows are, whoever was killed where. */
async function mustAddUp(world: World, launchId: LaunchId): Promise<void> {
  const [plan, rows] = await world.db.transaction(
    async (tx) => [await findPlan(tx, launchId), await countDeliveries(tx, launchId)] as const,
    { isolationLevel: "repeatable read", accessMode: "read only" },
  )
  if (!plan) throw new Error("the launch has a plan")
  const { excluded, accepted, failed, unknown, cancelled } = plan
  const counted = { pending: pendingOf(plan), excluded, accepted, failed, unknown, cancelled }
  const { sending = 0, pending = 0, ...others } = rows
  const none = { excluded: 0, accepted: 0, failed: 0, unknown: 0, cancelled: 0 }
  expect({ ...none, ...others, pending: pending + sending }).toEqual(counted)
}

async function settles(world: World, launchId: LaunchId): Promise<void> {
  await until(0, async () => (await planOf(world, launchId)).openBatches, 120_000)
  await advanceLaunch(world, { launchId })
  expect((await getLaunch(world.db, launchId)).state).toBe("settled")
  await mustAddUp(world, launchId)
}

test("20,000 are mailed through Resend by two workers, twelve of which are killed: nobody twice, nobody left out, no key with other mails", async () => {
  const people = 20_000
  const world = await openWorld()
  const resend = await startFakeResend({ latencyMs: 150 })
  resend.faults.limitTo(1000)
  const env = { MAIL_TRANSPORT: "resend", MAIL_FROM: "news@acme.example", RESEND_API_KEY: resend.apiKey, RESEND_BASE_URL: resend.url }
  const launchId = await aLaunchTo(world, people)
  const workers = await startMailWorkers(world, { workers: 2, terms: TERMS, env })
  try {
    await killAsItGoes(workers, { kills: 12, people, arrived: () => resend.accepted.length, look: () => mustAddUp(world, launchId) })
    await settles(world, launchId)
    const conflicts = resend.calls.filter(({ status }) => status === 409).length
    const keys = new Set(resend.calls.map(({ key }) => key)).size
    process.stdout.write(`${resend.calls.length} calls for ${keys} batches, ${conflicts} of them while another was still under way\n`)
    expect(resend.most()).toBe(1)
    expect(resend.perRecipient.size).toBe(people)
    expect(resend.calls.length, "some calls were repeated, or no kill has hit anything").toBeGreaterThan(keys)
    expect(await planOf(world, launchId)).toMatchObject({ candidates: people, accepted: people, unknown: 0, failed: 0 })
  } finally {
    await workers.stop()
    await resend.stop()
    await world.close()
  }
}, 300_000)

test("through SMTP, where nobody can ask afterwards, a kill leaves mails in doubt: nobody is mailed twice, and who is in doubt is listed", async () => {
  const people = isSoak ? 20_000 : 1000
  const world = await openWorld()
  const sink = await startSmtpSink()
  const env = {
    MAIL_TRANSPORT: "smtp",
    MAIL_FROM: "news@acme.example",
    SMTP_URL: sink.url,
    CURTAIN_ALLOW_PRIVATE_HOSTS: new URL(sink.url).host,
  }
  const launchId = await aLaunchTo(world, people)
  const workers = await startMailWorkers(world, { workers: 2, terms: TERMS, env })
  try {
    const kills = isSoak ? 12 : 5
    await killAsItGoes(workers, { kills, people, arrived: () => sink.mails.length, look: () => mustAddUp(world, launchId) })
    await settles(world, launchId)
    const mailed = sink.mails.flatMap(({ to }) => to)
    const { accepted, unknown } = await planOf(world, launchId)
    process.stdout.write(`${accepted} accepted, ${unknown} unknown of ${people}, ${mailed.length} arrived\n`)
    expect(new Set(mailed).size).toBe(mailed.length)
    expect(accepted + unknown).toBe(people)
    // A kill leaves at most one call of each lane in doubt, five mails each.
    expect(unknown).toBeLessThanOrEqual(kills * TERMS.lanes * 5)
    const doubtful = await world.db.execute<{ email: string }>(sql`
      select email from deliveries join subscribers on id = subscriber_id where launch_id = ${launchId} and deliveries.state = 'unknown'`)
    const listed = new Set(doubtful.map(({ email }) => email))
    const unsaid = Array.from({ length: people }, (_, n) => `person-${n + 1}@example.com`).filter(
      (email) => !mailed.includes(email) && !listed.has(email),
    )
    expect(unsaid, "everybody who got nothing is on the list").toEqual([])
  } finally {
    await workers.stop()
    await sink.stop()
    await world.close()
  }
}, 600_000)

test("asked to end, a worker takes no more, ends what it has in hand, and goes; nothing is left in doubt", async () => {
  const world = await openWorld()
  const resend = await startFakeResend({ latencyMs: 300 })
  resend.faults.limitTo(1000)
  const env = { MAIL_TRANSPORT: "resend", MAIL_FROM: "news@acme.example", RESEND_API_KEY: resend.apiKey, RESEND_BASE_URL: resend.url }
  const launchId = await aLaunchTo(world, 2000)
  const workers = await startMailWorkers(world, { workers: 1, terms: TERMS, env })
  try {
    await until(true, () => resend.calls.length >= 4)
    expect(await workers.endOne()).toBe(0)
    const { accepted, openBatches } = await planOf(world, launchId)
    expect(accepted).toBe(resend.accepted.length)
    expect(openBatches).toBe(20 - accepted / 100)
    const inHand = await world.db.execute(
      sql`select from delivery_batches where launch_id = ${launchId} and (state = 'sending' or unsure_since is not null) and state <> 'done'`,
    )
    expect(inHand).toHaveLength(0)
  } finally {
    await workers.stop()
    await resend.stop()
    await world.close()
  }
}, 120_000)
