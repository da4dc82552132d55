import { sql } from "drizzle-orm"
import { beforeEach, expect, test } from "vitest"
import { materialiseAudience } from "#lib/delivery/materialise-audience.ts"
import { prepareBatch } from "#lib/delivery/prepare-batch.ts"
import { countDeliveries } from "#lib/delivery/queries.ts"
import { sendBatch } from "#lib/delivery/send-batch.ts"
import { settleBatch } from "#lib/delivery/settle-batch.ts"
import type { LaunchId } from "#lib/kernel/ids.ts"
import type { Mailer } from "#lib/mail/mailer.ts"
import { anAnnouncedLaunch, aSender, planOf, sendAll, someSubscribers } from "#tests/support/mail-stage.ts"
import { acceptedUnseen, type SendingMailer, sendingMailer } from "#tests/support/sending-mailer.ts"
import { aWorld } from "#tests/support/world.ts"

const world = await aWorld()
/** The log speaks at ERROR here, since a person must look: what it says is caught and looked at. */
const told: string[] = []
const silent = () => {}
const log = {
  ...world.log,
  error: (...said: unknown[]) => void told.push(String(said.at(-1))),
  warn: silent,
  info: silent,
} as typeof world.log
const quiet = { ...world, log }

let launchId: LaunchId
let mailer: SendingMailer

async function stage(mailers: SendingMailer): Promise<void> {
  mailer = mailers
  await world.db.execute(sql`update delivery_plans set state = 'ended', paused_by = null`)
  await world.db.execute(sql`delete from mail_paces`)
  launchId = await anAnnouncedLaunch(world)
  await materialiseAudience(world, { launchId })
}

beforeEach(async () => {
  await world.db.execute(sql`delete from suppressions`)
  await world.db.execute(sql`delete from subscribers`)
  await someSubscribers(world, 10)
  await stage(sendingMailer())
})

const sender = (by: Mailer = mailer) => aSender(quiet, by)
const states = () => countDeliveries(world.db, launchId)
const dueNow = () => world.db.execute(sql`update delivery_batches set due_at = now() - interval '1 second' where launch_id = ${launchId}`)

async function batch() {
  const [row] = await world.db.execute<{ state: string; generation: number; attempts: number; recipients: unknown; unsure: boolean }>(
    sql`select state, generation, attempts, recipients, unsure_since is not null as unsure from delivery_batches where launch_id = ${launchId}`,
  )
  return row
}

async function reasonOf(address: string) {
  const [row] = await world.db.execute<{ state: string; reason: string | null }>(sql`
    select deliveries.state, reason from deliveries join subscribers on id = subscriber_id where launch_id = ${launchId} and address = ${address}`)
  return row
}

test("who left, was suppressed or erased since the audience was written out is not mailed, and says why", async () => {
  await world.db.execute(
    sql`update subscribers set state = 'ended', ended_at = now(), end_reason = 'one_click' where address = 'person-1@example.com'`,
  )
  await world.db.execute(sql`insert into suppressions (address_hash, reason, source) values ('hash-2', 'complained', 'the test')`)
  await world.db.execute(sql`delete from subscribers where address = 'person-3@example.com'`)
  await sendAll(sender())
  expect(mailer.perRecipient.size).toBe(7)
  expect(await reasonOf("person-1@example.com")).toEqual({ state: "excluded", reason: "ended" })
  expect(await reasonOf("person-2@example.com")).toEqual({ state: "excluded", reason: "suppressed" })
  expect(await states()).toEqual({ accepted: 7, excluded: 3 })
  expect(await planOf(world, launchId)).toMatchObject({ candidates: 10, excluded: 3, accepted: 7, openBatches: 0 })
})

test("a batch that nobody may be mailed of ends without a call", async () => {
  await world.db.execute(sql`delete from subscribers`)
  await sendAll(sender())
  expect(mailer.calls).toEqual([])
  expect(await planOf(world, launchId)).toMatchObject({ excluded: 10, openBatches: 0 })
})

test("an answer that was lost is asked for again with the same key and bytes, whoever left meanwhile; nobody is mailed twice", async () => {
  mailer.answersNext.push(acceptedUnseen(mailer))
  await sendBatch(sender())
  expect(await batch()).toMatchObject({ state: "ready", generation: 1, unsure: true })
  expect(await states()).toEqual({ pending: 10 })
  await world.db.execute(
    sql`update subscribers set state = 'ended', ended_at = now(), end_reason = 'one_click', name = 'Another' where address = 'person-1@example.com'`,
  )
  await dueNow()
  await sendAll(sender())
  expect(mailer.calls).toHaveLength(2)
  expect(mailer.calls[0]).toEqual(mailer.calls[1])
  expect([...mailer.perRecipient.values()]).toEqual(Array(10).fill(1))
  expect(await states()).toEqual({ accepted: 10 })
  expect(await batch()).toMatchObject({ state: "done", recipients: null })
})

test("when the key has expired, what may have left is unknown, and never sent again", async () => {
  mailer.answersNext.push(acceptedUnseen(mailer))
  await sendBatch(sender())
  await world.db.execute(
    sql`update delivery_batches set unsure_since = now() - interval '23 hours 1 minute', due_at = now() where launch_id = ${launchId}`,
  )
  await sendAll(sender())
  expect(mailer.calls).toHaveLength(1)
  expect(await states()).toEqual({ unknown: 10 })
  expect(await batch()).toMatchObject({ state: "unknown" })
})

test("another transport knows nothing of the first one's keys: what may have left by the first is unknown", async () => {
  mailer.answersNext.push(acceptedUnseen(mailer))
  await sendBatch(sender())
  await dueNow()
  const other = sendingMailer({ transport: "smtp", keepsKeys: false, batchSize: 5 })
  await sendAll(sender(other))
  expect(other.calls).toEqual([])
  expect(await states()).toEqual({ unknown: 10 })
})

test("a batch that is no longer what it was is not sent, and a person is told", async () => {
  mailer.answersNext.push(acceptedUnseen(mailer))
  await sendBatch(sender())
  await dueNow()
  const elsewhere = { ...sender(), settings: { ...world.settings, publicUrl: new URL("http://elsewhere.example") } }
  await sendAll(elsewhere)
  expect(mailer.calls).toHaveLength(1)
  expect(await states()).toEqual({ unknown: 10 })
  expect(told.at(-1)).toContain("not what it was")
})

test("what certainly did not leave is tried again with the same key, and is in doubt no more than before", async () => {
  mailer.answersNext.push(() => ({ is: "again", afterMs: 0, reason: "too fast" }))
  await sendBatch(sender())
  expect(await batch()).toMatchObject({ state: "ready", unsure: false, generation: 1 })
  await world.db.execute(sql`delete from mail_paces`)
  await sendAll(sender())
  expect(await states()).toEqual({ accepted: 10 })
})

test("one address that the provider refuses fails alone", async () => {
  mailer.answersNext.push((mails) => ({
    is: "answered",
    answers: mails.map(({ to }) =>
      to.address.startsWith("person-4@")
        ? { is: "refused", reason: "no such address", lasting: "this address" }
        : { is: "accepted", providerId: to.address },
    ),
  }))
  await sendAll(sender())
  expect(await reasonOf("person-4@example.com")).toEqual({ state: "failed", reason: "no such address" })
  const wrong = await world.db.execute(sql`
    select from deliveries join subscribers on id = subscriber_id where launch_id = ${launchId} and deliveries.state = 'accepted' and provider_id <> address`)
  expect(wrong).toHaveLength(0)
  expect(await states()).toEqual({ accepted: 9, failed: 1 })
})

test("one mail that spoils the whole call is found by halves; all others go, once, each half under a key of its own", async () => {
  const spoiled: SendingMailer = sendingMailer()
  const inner = spoiled.sendBatch
  spoiled.sendBatch = async (mails, options) =>
    mails.some(({ to }) => to.address.startsWith("person-7@")) ? { is: "refused", reason: "422" } : inner(mails, options)
  await sendAll(sender(spoiled))
  expect(await reasonOf("person-7@example.com")).toEqual({ state: "failed", reason: "422" })
  expect([...spoiled.perRecipient.values()]).toEqual(Array(9).fill(1))
  const keys = spoiled.calls.map(({ key }) => key)
  expect(new Set(keys).size).toBe(keys.length)
  expect(await planOf(world, launchId)).toMatchObject({ accepted: 9, failed: 1, openBatches: 0 })
})

test("a worker that slept through its lease writes nothing: the batch is somebody else's by then", async () => {
  const asleep = await world.db.transaction((tx) => prepareBatch(tx, sender()))
  if (asleep.is !== "ready") throw new Error("there was a batch")
  expect((await world.db.transaction((tx) => prepareBatch(tx, sender()))).is).toBe("nothing")
  await dueNow()
  const awake = await world.db.transaction((tx) => prepareBatch(tx, sender()))
  if (awake.is !== "ready") throw new Error("it was taken over")
  const as = (state: "failed" | "accepted") =>
    asleep.batch.recipients.map(({ subscriberId }) => ({ subscriberId, state, reason: null, providerId: null }))
  const settle = ({ batch }: typeof asleep, state: "failed" | "accepted") =>
    world.db.transaction((tx) => settleBatch(tx, batch, { is: "done", results: as(state), later: null }))
  await expect(settle(asleep, "failed")).rejects.toThrow("taken by someone else")
  await settle(awake, "accepted")
  await expect(settle(asleep, "failed")).rejects.toThrow("taken by someone else")
  expect(await states()).toEqual({ accepted: 10 })
})

test("by a transport without keys, what a dead worker had marked is unknown, and the untouched rest is sent", async () => {
  await stage(sendingMailer({ transport: "smtp", keepsKeys: false, batchSize: 4 }))
  mailer.answersNext.push((mails) => ({ is: "answered", answers: mails.map(() => ({ is: "accepted", providerId: null })) }))
  mailer.answersNext.push(() => Promise.reject(new Error("the process dies here")))
  await expect(sendBatch(sender())).rejects.toThrow("dies here")
  expect(await states()).toEqual({ accepted: 4, sending: 4, pending: 2 })
  await dueNow()
  await sendAll(sender())
  expect(await states()).toEqual({ accepted: 6, unknown: 4 })
  expect(mailer.calls.map(({ addresses }) => addresses.length)).toEqual([4, 4, 2])
  expect(await planOf(world, launchId)).toMatchObject({ accepted: 6, unknown: 4, openBatches: 0 })
})

test("put off in the middle of a batch by a transport without keys, nobody is mailed twice, whichever transport goes on", async () => {
  await stage(sendingMailer())
  mailer.answersNext.push(() => ({ is: "again", afterMs: 0, reason: "too fast" }))
  await sendBatch(sender())
  await world.db.execute(sql`delete from mail_paces`)
  const smtp = sendingMailer({ transport: "smtp", keepsKeys: false, batchSize: 4 })
  const accepts = (mails: readonly unknown[]) => ({
    is: "answered" as const,
    answers: mails.map(() => ({ is: "accepted" as const, providerId: null })),
  })
  smtp.answersNext.push(accepts, () => ({ is: "again", afterMs: 0, reason: "the server is away" }))
  await sendBatch(sender(smtp))
  expect(await states()).toEqual({ accepted: 4, pending: 6 })
  await world.db.execute(sql`delete from mail_paces`)
  smtp.answersNext.push(accepts, () => ({ is: "again", afterMs: 0, reason: "the server is away" }))
  await sendBatch(sender(smtp))
  expect(await states()).toEqual({ accepted: 8, pending: 2 })
  await world.db.execute(sql`delete from mail_paces`)
  await sendAll(sender())
  expect(await states()).toEqual({ accepted: 10 })
  const handedOver = [smtp.calls[0], smtp.calls[2], mailer.calls.at(-1)].flatMap((call) => call?.addresses ?? [])
  expect(new Set(handedOver).size).toBe(10)
  expect(handedOver).toHaveLength(10)
})

test("what a mail server refuses for now is tried later under a new key, and the others are not", async () => {
  await stage(sendingMailer({ transport: "smtp", keepsKeys: false, batchSize: 5 }))
  mailer.answersNext.push((mails) => ({
    is: "answered",
    answers: mails.map((_, place) =>
      place === 0 ? { is: "refused", reason: "greylisted", lasting: "for now" } : { is: "accepted", providerId: null },
    ),
  }))
  await sendAll(sender())
  expect(await states()).toEqual({ accepted: 9, pending: 1 })
  expect(await batch()).toMatchObject({ state: "ready", generation: 2 })
  await dueNow()
  await sendAll(sender())
  expect(await states()).toEqual({ accepted: 10 })
  expect(mailer.calls.at(-1)).toMatchObject({ addresses: [mailer.calls[0]?.addresses[0]] })
})

test("a quota that is spent pauses the mail of the launch, and what was not sent waits", async () => {
  mailer.answersNext.push(() => ({ is: "blocked", reason: "daily_quota_exceeded" }))
  await sendAll(sender())
  expect(await planOf(world, launchId)).toMatchObject({
    state: "paused",
    pausedBy: "itself",
    because: "daily_quota_exceeded",
    openBatches: 1,
  })
  expect(await states()).toEqual({ pending: 10 })
  expect(mailer.calls).toHaveLength(1)
})
