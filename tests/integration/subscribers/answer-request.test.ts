import { randomUUID } from "node:crypto"
import { eq, sql } from "drizzle-orm"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import { capturedMails } from "#db/schema/mail.ts"
import { subscribers, subscriptionRequests, suppressions } from "#db/schema/subscribers.ts"
import { RetryLater } from "#lib/jobs/run-job.ts"
import type { SubscriptionRequestId } from "#lib/kernel/ids.ts"
import type { Mailer } from "#lib/mail/mailer.ts"
import { resendMailer } from "#lib/mail/providers/resend.ts"
import { smtpMailer } from "#lib/mail/providers/smtp.ts"
import { addSubscriber } from "#lib/subscribers/add-subscriber.ts"
import { answerRequest } from "#lib/subscribers/answer-request.ts"
import { confirmSubscription } from "#lib/subscribers/confirm-subscription.ts"
import { decideRequest } from "#lib/subscribers/decide-request.ts"
import { endSubscription } from "#lib/subscribers/end-subscription.ts"
import { eraseSubscriber } from "#lib/subscribers/erase-subscriber.ts"
import { findAddressKey } from "#lib/subscribers/find-address-key.ts"
import { forgetOldRequests } from "#lib/subscribers/forget-old-requests.ts"
import { giveUpRequest } from "#lib/subscribers/give-up-request.ts"
import { importSubscribers } from "#lib/subscribers/import-subscribers.ts"
import { addSubscriberInput, requestSubscriptionInput } from "#lib/subscribers/input.ts"
import { answerRequestJob } from "#lib/subscribers/jobs.ts"
import { requestSubscription } from "#lib/subscribers/request-subscription.ts"
import { resealAddressKey } from "#lib/subscribers/reseal-address-key.ts"
import { subscriberToken } from "#lib/subscribers/subscriber-link.ts"
import { hashOfAddress } from "#lib/subscribers/suppression.ts"
import { type FakeResend, startFakeResend } from "#tests/support/fake-resend.ts"
import { type SmtpSink, startSmtpSink } from "#tests/support/smtp-sink.ts"
import { ADA, aWorld, type World } from "#tests/support/world.ts"

const FROM = { name: "Acme", address: "news@acme.example" }
let world: World
let resend: FakeResend
let smtp: SmtpSink
let relay: Mailer
beforeAll(async () => {
  world = await aWorld()
  resend = await startFakeResend()
  smtp = await startSmtpSink()
  relay = smtpMailer({ url: smtp.url, from: FROM, replyTo: null, dkim: null })
})
beforeEach(() => {
  resend.faults.clear()
  smtp.refuses.data = null
  smtp.cutsAfterData = false
})
afterAll(async () => {
  await relay.close()
  await Promise.all([resend.stop(), smtp.stop()])
})

async function askFor(
  email: string,
  { client = randomUUID(), name }: { client?: string; name?: string } = {},
): Promise<SubscriptionRequestId> {
  expect(await requestSubscription(world, requestSubscriptionInput.parse({ email, name }), client)).toEqual({ is: "received" })
  const [row] = await world.db
    .select({ id: subscriptionRequests.id })
    .from(subscriptionRequests)
    .orderBy(sql`created_at desc, id desc`)
    .limit(1)
  if (row === undefined) throw new Error("no request was written")
  return row.id
}
const through = (mailer: Mailer) => ({ ...world, mailer })
const subscribe = async (email: string, name?: string) => {
  const requestId = await askFor(email, name === undefined ? {} : { name })
  await answerRequest(world, { requestId })
  return requestId
}
const stateOf = async (id: SubscriptionRequestId) =>
  (await world.db.select().from(subscriptionRequests).where(eq(subscriptionRequests.id, id)))[0]?.state
const person = async (address: string) => (await world.db.select().from(subscribers).where(eq(subscribers.address, address)))[0]
const mailsTo = (address: string) =>
  world.db.select().from(capturedMails).where(eq(capturedMails.recipient, address)).orderBy(capturedMails.id)
async function linkTo(address: string): Promise<string> {
  const text = (await mailsTo(address)).at(-1)?.text ?? ""
  return /\/confirm\/([\w-]+)/.exec(text)?.[1] ?? ""
}
const confirm = async (address: string) => confirmSubscription(world, await linkTo(address))
async function leave(address: string) {
  const one = await person(address)
  if (one === undefined) throw new Error(`nobody is known as ${address}`)
  return endSubscription(world, {
    token: subscriberToken(world.settings, { purpose: "unsubscribe", subscriberId: one.id }),
    by: "one_click",
  })
}

describe("whoever asks to subscribe", () => {
  test("is asked by mail, and is subscribed by confirming", async () => {
    await subscribe("new@acme.example")
    expect(await person("new@acme.example")).toMatchObject({ state: "pending", consentBasis: null })
    const [mail] = await mailsTo("new@acme.example")
    expect(mail).toMatchObject({ subject: "Confirm that you want news of localhost", headers: { "Auto-Submitted": "auto-generated" } })
    expect(mail?.html).toContain(`/confirm/${await linkTo("new@acme.example")}`)
    expect(await confirm("new@acme.example")).toEqual({ is: "confirmed" })
    expect(await confirm("new@acme.example")).toEqual({ is: "confirmed" })
    expect(await person("new@acme.example")).toMatchObject({
      state: "active",
      consentBasis: "double_opt_in",
      consentSource: "form",
      consentAt: expect.anything(),
    })
  })

  test("and is subscribed already is told so, and stays as they are", async () => {
    const before = await person("new@acme.example")
    await subscribe("NEW@acme.example", "Somebody else")
    expect((await mailsTo("new@acme.example")).length + (await mailsTo("NEW@acme.example")).length).toBe(2)
    expect((await mailsTo("NEW@acme.example")).at(-1)).toMatchObject({
      subject: "You are subscribed to localhost already",
      text: expect.stringContaining("/preferences/"),
    })
    expect(await person("new@acme.example")).toEqual(before)
  })

  test("and has left is asked anew; a list does not bring them back meanwhile, nor does an old link", async () => {
    await subscribe("back@acme.example")
    const old = await linkTo("back@acme.example")
    await confirmSubscription(world, old)
    await leave("back@acme.example")
    expect(await confirmSubscription(world, old)).toEqual({ is: "unknown" })
    await subscribe("back@acme.example")
    const bytes = new TextEncoder().encode("email,consent\nback@acme.example,confirmed\n")
    expect((await importSubscribers(world, ADA, { bytes, consent: null })).counts).toMatchObject({ kept_out: 1 })
    expect(await person("back@acme.example")).toMatchObject({ state: "ended" })
    expect(await confirmSubscription(world, old)).toEqual({ is: "unknown" })
    expect(await confirm("back@acme.example")).toEqual({ is: "confirmed" })
    expect(await person("back@acme.example")).toMatchObject({ state: "active", endedAt: null })
  })

  test("and bounced or complained is sent nothing; who was erased may come back by themselves", async () => {
    const key = await world.db.transaction((tx) => findAddressKey(tx, world.settings))
    await world.db
      .insert(suppressions)
      .values({ addressHash: hashOfAddress(key, "angry@acme.example"), reason: "complained", source: "test" })
    expect(await stateOf(await subscribe("angry@acme.example"))).toBe("dropped")
    expect(await mailsTo("angry@acme.example")).toEqual([])
    const { id } = await addSubscriber(world, ADA, addSubscriberInput.parse({ email: "erased@acme.example", consent: "confirmed" }))
    await eraseSubscriber(world, ADA, id)
    await subscribe("erased@acme.example")
    expect(await confirm("erased@acme.example")).toEqual({ is: "confirmed" })
    expect(await world.db.$count(suppressions, eq(suppressions.reason, "erased"))).toBe(0)
  })

  test("gets none of a stranger's words in the mail", async () => {
    await subscribe("victim@acme.example", "Visit evil.example now")
    const [mail] = await mailsTo("victim@acme.example")
    expect(JSON.stringify(mail)).not.toContain("evil")
  })

  test("by the API with consent pending is asked the same way", async () => {
    await addSubscriber(world, ADA, addSubscriberInput.parse({ email: "invited@acme.example", consent: "pending", locale: "de" }))
    const [request] = await world.db.select().from(subscriptionRequests).where(eq(subscriptionRequests.email, "invited@acme.example"))
    if (request === undefined) throw new Error("no request was written")
    await answerRequest(world, { requestId: request.id })
    expect((await mailsTo("invited@acme.example")).map(({ subject }) => subject)).toEqual(["Bitte bestätigen: Neuigkeiten von localhost"])
    expect(await confirm("invited@acme.example")).toEqual({ is: "confirmed" })
  })
})

describe("against mail bombs", () => {
  test("an address gets three mails a day, whoever asks and from wherever", async () => {
    const requests = []
    for (let round = 0; round < 5; round += 1) requests.push(await subscribe("bombed@acme.example"))
    expect(await Promise.all(requests.map(stateOf))).toEqual(["done", "done", "done", "dropped", "dropped"])
    expect(await mailsTo("bombed@acme.example")).toHaveLength(3)
    await world.db.execute(
      sql`update subscription_requests set created_at = created_at - interval '25 hours' where email = 'bombed@acme.example'`,
    )
    expect(await stateOf(await subscribe("bombed@acme.example"))).toBe("done")
  })

  test("two workers together do not mail it more often", async () => {
    const requests = await Promise.all(Array.from({ length: 6 }, (_, place) => askFor("raced@acme.example", { client: `racer ${place}` })))
    const known = await world.db
      .select({ id: subscriptionRequests.id })
      .from(subscriptionRequests)
      .where(eq(subscriptionRequests.email, "raced@acme.example"))
    expect(known).toHaveLength(requests.length)
    await Promise.all(known.map(({ id }) => answerRequest(world, { requestId: id })))
    expect(await mailsTo("raced@acme.example")).toHaveLength(3)
  })

  test("a client is refused after thirty in an hour, also when all come at once", async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, (_, place) =>
        requestSubscription(world, requestSubscriptionInput.parse({ email: `many${place}@acme.example` }), "one client"),
      ),
    )
    expect(outcomes.filter(({ is }) => is === "received")).toHaveLength(30)
    expect(await requestSubscription(world, requestSubscriptionInput.parse({ email: "another@acme.example" }), "another client")).toEqual({
      is: "received",
    })
  })

  test("the request leaves the same rows for every address, and looks nobody up", async () => {
    const traces = []
    for (const email of ["new@acme.example", "back@acme.example", "angry@acme.example", "nobody-yet@acme.example"]) {
      const before = await world.db.execute(sql`select count(*) from subscribers`)
      const id = await askFor(email)
      const [row] = await world.db.select().from(subscriptionRequests).where(eq(subscriptionRequests.id, id))
      const jobs = await world.db.execute<{ count: number }>(
        sql`select count(*)::int from pgboss.job where name = ${answerRequestJob.name} and data->>'requestId' = ${id}`,
      )
      const audited = await world.db.execute<{ action: string; detail: object }>(
        sql`select action, detail from audit_records where subject_id = ${id}`,
      )
      expect(await world.db.execute(sql`select count(*) from subscribers`)).toEqual(before)
      traces.push({ state: row?.state, answer: row?.answer, jobs, audited })
    }
    expect(new Set(traces.map((trace) => JSON.stringify(trace))).size).toBe(1)
  })
})

describe("a process that dies, or a transport that fails", () => {
  const died = async (email: string, mailer: Mailer) => {
    const requestId = await askFor(email)
    await world.db.transaction((tx) => decideRequest(tx, requestId, mailer))
    return requestId
  }
  const again = (requestId: SubscriptionRequestId, mailer: Mailer) => answerRequest(through(mailer), { requestId })
  const resendFor = () => resendMailer({ apiKey: resend.apiKey, baseUrl: resend.url, from: FROM, replyTo: null })

  test("before the mail left: where the call can be repeated it is, elsewhere nobody is mailed twice", async () => {
    const keeping = await died("dead1@acme.example", resendFor())
    await again(keeping, resendFor())
    expect([await stateOf(keeping), resend.perRecipient.get("dead1@acme.example")]).toEqual(["done", 1])
    const forgetting = await died("dead2@acme.example", relay)
    await again(forgetting, relay)
    expect([await stateOf(forgetting), smtp.mails.filter(({ to }) => to.includes("dead2@acme.example")).length]).toEqual(["done", 0])
  })

  test("an answer that was lost is asked for again with the same bytes", async () => {
    const requestId = await askFor("lost@acme.example")
    resend.faults.add({ times: 1, does: { drops: "after accepting" } })
    await expect(again(requestId, resendFor())).rejects.toThrow(RetryLater)
    expect(await stateOf(requestId)).toBe("sending")
    await again(requestId, resendFor())
    expect([await stateOf(requestId), resend.perRecipient.get("lost@acme.example")]).toEqual(["done", 1])
  })

  test("a mail server that says later gets it later; one that cut after the message does not get it twice", async () => {
    const requestId = await askFor("later@acme.example")
    smtp.refuses.data = { code: 451, message: "4.7.1 Later" }
    await expect(again(requestId, relay)).rejects.toThrow(RetryLater)
    expect(await stateOf(requestId)).toBe("received")
    smtp.refuses.data = null
    await again(requestId, relay)
    const cut = await askFor("cut@acme.example")
    smtp.cutsAfterData = true
    await again(cut, relay)
    await again(cut, relay)
    expect([await stateOf(requestId), await stateOf(cut)]).toEqual(["done", "done"])
    expect(smtp.mails.filter(({ to }) => /later@|cut@/.test(to.join())).length).toBe(2)
  })

  test("a refusal for good is the end of it, and so is patience that is spent", async () => {
    const requestId = await askFor("invalid@acme.example")
    await again(requestId, resendFor())
    expect(await stateOf(requestId)).toBe("dropped")
    const waiting = await askFor("waiting@acme.example")
    await giveUpRequest({ ...world, log: { ...world.log, error: () => {} } }, { requestId: waiting })
    expect(await stateOf(waiting)).toBe("dropped")
  })
})

test("what was only typed in is forgotten: requests after a week, unanswered questions after three months", async () => {
  await subscribe("curious@acme.example")
  await world.db.execute(sql`update subscribers set updated_at = now() - interval '91 days' where address = 'curious@acme.example'`)
  await world.db.execute(sql`update subscription_requests set created_at = now() - interval '8 days' where email = 'curious@acme.example'`)
  await forgetOldRequests(world)
  expect(await person("curious@acme.example")).toBeUndefined()
  expect(await world.db.$count(subscriptionRequests, eq(subscriptionRequests.email, "curious@acme.example"))).toBe(0)
  expect(await person("new@acme.example")).toBeDefined()
})

test("a suppression outlives a change of the portal's key", async () => {
  const settings = {
    ...world.settings,
    secretKey: "another-secret-key-that-is-long-enough-too",
    previousSecretKeys: [world.settings.secretKey],
  }
  await resealAddressKey({ ...world, settings })
  const alone = { ...world, settings: { ...settings, previousSecretKeys: [] } }
  await expect(
    addSubscriber(alone, ADA, addSubscriberInput.parse({ email: "angry@acme.example", consent: "confirmed" })),
  ).rejects.toMatchObject({ code: "suppressed" })
})
