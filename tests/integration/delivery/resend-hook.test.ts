import { randomUUID } from "node:crypto"
import { sql } from "drizzle-orm"
import { Webhook } from "standardwebhooks"
import { beforeAll, expect, test } from "vitest"
import { mailEvents } from "#db/schema/deliveries.ts"
import { forgetOldEvents } from "#lib/delivery/forget-old-events.ts"
import { materialiseAudience } from "#lib/delivery/materialise-audience.ts"
import { countDeliveries } from "#lib/delivery/queries.ts"
import type { LaunchId } from "#lib/kernel/ids.ts"
import { shareRuntime } from "#lib/runtime.ts"
import { ask } from "#tests/support/ask.ts"
import { anAnnouncedLaunch, aSender, mailAndSettle, planOf, sendAll, someSubscribers } from "#tests/support/mail-stage.ts"
import { acceptedUnseen, sendingMailer } from "#tests/support/sending-mailer.ts"
import { aWorld } from "#tests/support/world.ts"
import { POST } from "../../../app/api/hooks/resend/route.ts"

const [secret, nextSecret, foreign] = ["one", "two", "foreign"].map(
  (name) => `whsec_${Buffer.from(`${name}-secret-of-the-tests-123456`).toString("base64")}`,
)
if (!secret || !nextSecret || !foreign) throw new Error("three secrets")

const world = await aWorld({ RESEND_WEBHOOK_SECRET: `${secret},${nextSecret}` })
shareRuntime(world)

let launchId: LaunchId

beforeAll(async () => {
  await someSubscribers(world, 2000)
  launchId = await anAnnouncedLaunch(world)
  expect(await mailAndSettle(world, launchId)).toBe("settled")
})

type Sent = { id?: string; by?: string; at?: Date; signature?: string; body?: string }

function post(payload: object, { id = randomUUID(), by = secret ?? "", at = new Date(), signature, body }: Sent = {}): Promise<Response> {
  const text = JSON.stringify(payload)
  const headers = {
    "svix-id": id,
    "svix-timestamp": String(Math.floor(at.getTime() / 1000)),
    "svix-signature": signature ?? new Webhook(by).sign(id, at, text),
  }
  return ask(POST, "/api/hooks/resend", { token: null, rawBody: body ?? text, headers })
}

async function idOf(n: number): Promise<string> {
  const [row] = await world.db.execute<{ id: string }>(sql`select id from subscribers where address = ${`person-${n}@example.com`}`)
  return row?.id ?? ""
}

async function about(n: number, type: string, more: object = {}) {
  const { releaseId } = await planOf(world, launchId)
  return {
    type,
    created_at: "2026-12-01T09:00:00Z",
    data: { email_id: "e", to: [`person-${n}@example.com`], tags: { r: releaseId, c: await idOf(n) }, ...more },
  }
}

const PERMANENT = { bounce: { type: "Permanent", subType: "NoEmail", message: "550 no such user" } }

async function deliveryOf(n: number) {
  const [row] = await world.db.execute<{ state: string; feedback: string | null }>(
    sql`select state, feedback from deliveries where launch_id = ${launchId} and subscriber_id = ${await idOf(n)}`,
  )
  return row
}

async function subscriberState(n: number) {
  const [row] = await world.db.execute<{ state: string; suppressed: boolean }>(sql`
    select state, exists (select from suppressions where suppressions.address_hash = subscribers.address_hash) as suppressed
    from subscribers where id = ${await idOf(n)}`)
  return row
}

test("an event that nobody signed, or that somebody else did, or that is old, changes nothing", async () => {
  const event = await about(1, "email.bounced", PERMANENT)
  const long = new Date(Date.now() - 6 * 60_000)
  const id = randomUUID()
  for (const sent of [
    { by: foreign ?? "" },
    { signature: "" },
    { signature: "v1,AAAA" },
    { at: long },
    { at: new Date(Date.now() + 6 * 60_000) },
    { id, body: `${JSON.stringify(event)} ` },
  ]) {
    expect((await post(event, sent)).status, JSON.stringify(sent)).toBe(401)
  }
  expect(await deliveryOf(1)).toEqual({ state: "accepted", feedback: null })
  expect(await subscriberState(1)).toEqual({ state: "active", suppressed: false })
})

test("either of two secrets is believed while one replaces the other", async () => {
  expect((await post(await about(2, "email.delivered"), { by: nextSecret ?? "" })).status).toBe(200)
  expect(await deliveryOf(2)).toMatchObject({ feedback: "delivered" })
})

test("a permanent bounce suppresses the address, once, however often it is told", async () => {
  const [event, id] = [await about(3, "email.bounced", PERMANENT), randomUUID()]
  const said = []
  for (let times = 0; times < 3; times++) said.push(await (await post(event, { id })).json())
  expect(said).toEqual([{ outcome: "applied" }, { outcome: "repeated" }, { outcome: "repeated" }])
  expect(await deliveryOf(3)).toEqual({ state: "accepted", feedback: "bounced" })
  expect(await subscriberState(3)).toEqual({ state: "ended", suppressed: true })
  expect((await planOf(world, launchId)).bounced).toBe(1)
})

test("the same bounce under another id counts once as well", async () => {
  await post(await about(3, "email.bounced", PERMANENT))
  expect((await planOf(world, launchId)).bounced).toBe(1)
})

test.each(["Transient", "Undetermined"])("a bounce that is %s is counted as one and suppresses nobody", async (type) => {
  await post(await about(4, "email.bounced", { bounce: { type, subType: "MailboxFull", message: "452 full" } }))
  expect(await deliveryOf(4)).toMatchObject({ feedback: "bounced_for_now" })
  expect(await subscriberState(4)).toEqual({ state: "active", suppressed: false })
})

test("out of order, the strongest word stays", async () => {
  for (const [type, more] of [
    ["email.complained", {}],
    ["email.bounced", PERMANENT],
    ["email.delivered", {}],
    ["email.delivery_delayed", {}],
  ] as const)
    await post(await about(5, type, more))
  expect(await deliveryOf(5)).toMatchObject({ feedback: "complained" })
  expect(await subscriberState(5)).toEqual({ state: "ended", suppressed: true })
})

test("without our tags the delivery is found by the provider's id", async () => {
  const [row] = await world.db.execute<{ provider_id: string }>(
    sql`select provider_id from deliveries where launch_id = ${launchId} and subscriber_id = ${await idOf(6)}`,
  )
  const said = await post(await about(6, "email.bounced", { ...PERMANENT, tags: undefined, email_id: row?.provider_id }))
  expect(await said.json()).toEqual({ outcome: "applied" })
  expect(await deliveryOf(6)).toMatchObject({ feedback: "bounced" })
})

test("a mail that is none of a release's, like the one that asks to confirm, suppresses its address all the same", async () => {
  const event = { type: "email.bounced", data: { email_id: "elsewhere", to: ["Nobody <nobody-known@example.com>"], ...PERMANENT } }
  expect(await (await post(event)).json()).toEqual({ outcome: "no delivery of ours" })
  const [row] = await world.db.execute<{ count: number }>(
    sql`select count(*)::int as count from suppressions where reason = 'bounced' and source = 'resend'`,
  )
  expect(row?.count).toBe(3)
})

test("a test mail counts for nothing, and neither does what says nothing of the way of a mail", async () => {
  const before = await planOf(world, launchId)
  await post(await about(7, "email.bounced", { ...PERMANENT, tags: { ...(await about(7, "")).data.tags, t: "1" } }))
  expect(await (await post({ type: "contact.updated", data: { id: "x" } })).json()).toEqual({ outcome: "nothing to do" })
  expect(await (await post(await about(7, "email.opened"))).json()).toEqual({ outcome: "nothing to do" })
  expect(await planOf(world, launchId)).toEqual(before)
})

test("what is no event is refused, and so is what is no JSON", async () => {
  expect((await post({ data: {} })).status).toBe(422)
  expect((await post([])).status).toBe(422)
  const [text, id, at] = ["no JSON", randomUUID(), new Date()]
  expect((await post({}, { id, at, body: text, signature: new Webhook(secret).sign(id, at, text) })).status).toBe(400)
})

test("no address is kept of an event", async () => {
  const rows = await world.db.execute(sql`select from mail_events where mail_events::text like '%@example.com%'`)
  expect(rows).toHaveLength(0)
})

test("an event is forgotten after three months, and not before", async () => {
  const count = () => world.db.$count(mailEvents)
  const before = await count()
  await world.db.insert(mailEvents).values([
    { id: "old", type: "email.sent", outcome: "applied", receivedAt: world.clock.now().subtract({ hours: 24 * 91 }) },
    { id: "young", type: "email.sent", outcome: "applied", receivedAt: world.clock.now().subtract({ hours: 24 * 89 }) },
  ])
  await forgetOldEvents(world)
  expect(await count()).toBe(before + 1)
})

test("a delivery that was in doubt is settled by what the provider tells of it", async () => {
  const other = await anAnnouncedLaunch(world)
  const mailer = sendingMailer()
  await world.db.execute(
    sql`update subscribers set state = 'ended', ended_at = now(), end_reason = 'team' where address not in ('person-8@example.com', 'person-9@example.com') and state = 'active'`,
  )
  mailer.answersNext.push(acceptedUnseen(mailer))
  await mailAndSettle(world, other, mailer)
  await world.db.execute(
    sql`update delivery_batches set unsure_since = now() - interval '2 days', due_at = now() where launch_id = ${other} and state = 'ready'`,
  )
  await sendAll(aSender(world, mailer))
  expect(await countDeliveries(world.db, other)).toEqual({ unknown: 2 })
  const { releaseId } = await planOf(world, other)
  await post({
    type: "email.delivered",
    data: {
      tags: [
        { name: "r", value: releaseId },
        { name: "c", value: await idOf(8) },
      ],
    },
  })
  expect(await countDeliveries(world.db, other)).toEqual({ accepted: 1, unknown: 1 })
  expect(await planOf(world, other)).toMatchObject({ accepted: 1, unknown: 1 })
})

test("too many bounces while mail is still leaving stop it, and a person is called", async () => {
  const third = await anAnnouncedLaunch(world)
  await world.db.execute(sql`
    update subscribers set state = 'active', ended_at = null, end_reason = null where end_reason = 'team'`)
  await materialiseAudience(world, { launchId: third })
  await world.db.execute(sql`update delivery_plans set accepted = 1000, bounced = 40 where launch_id = ${third}`)
  const { releaseId } = await planOf(world, third)
  await post({ type: "email.bounced", data: { tags: { r: releaseId, c: await idOf(10) }, ...PERMANENT } })
  expect(await planOf(world, third)).toMatchObject({
    state: "paused",
    pausedBy: "itself",
    because: expect.stringContaining("4.10 % of 1000 mails bounced"),
  })
})
