import { randomUUID } from "node:crypto"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import type { Mailer } from "#lib/mail/mailer.ts"
import { resendMailer } from "#lib/mail/providers/resend.ts"
import { type FakeResend, startFakeResend } from "#tests/support/fake-resend.ts"
import { aMail, describeMailer } from "#tests/support/mailer-contract.ts"

const FROM = { name: "Acme Releases", address: "news@acme.example" }
const REPLY_TO = { name: null, address: "help@acme.example" }

function open(fake: FakeResend, apiKey = fake.apiKey): Mailer {
  return resendMailer({ apiKey, baseUrl: `${fake.url}/`, from: FROM, replyTo: REPLY_TO })
}

describeMailer("resend", async () => {
  const fake = await startFakeResend()
  return {
    mailer: open(fake),
    close: fake.stop,
    received: async () =>
      fake.mails.map(({ to, subject, html = "", text = "", headers = {} }) => {
        const [, name, address] = /^(?:"([^"]*)" )?<?([^<>]*)>?$/.exec(to) ?? []
        return {
          recipients: [address ?? to],
          recipientName: name ?? null,
          subject,
          html,
          text,
          headers: Object.fromEntries(Object.entries(headers).map(([one, value]) => [one.toLowerCase(), value])),
        }
      }),
  }
})

let fake: FakeResend
let mailer: Mailer
beforeAll(async () => {
  fake = await startFakeResend()
  mailer = open(fake)
})
beforeEach(() => fake.faults.clear())
afterAll(() => fake.stop())

const send = (mails = [aMail()], key: string = randomUUID(), timeoutMs = 5000) => mailer.sendBatch(mails, { key, timeoutMs })
const ok = { is: "answered", answers: [{ is: "accepted", providerId: expect.any(String) }] }

describe("through Resend", () => {
  test("a mail carries sender, reply address and our tags", async () => {
    await send()
    expect(fake.accepted.at(-1)).toMatchObject({
      from: '"Acme Releases" <news@acme.example>',
      reply_to: "help@acme.example",
      tags: [
        { name: "r", value: "release-1" },
        { name: "c", value: "delivery-1" },
      ],
    })
  })

  test("one bad address is refused alone, and the others know their ids", async () => {
    const mails = ["a@acme.example", "invalid@acme.example", "b@acme.example"].map((address) => aMail({ to: { address } }))
    const answer = await send(mails)
    expect(answer).toMatchObject({
      is: "answered",
      answers: [
        { is: "accepted" },
        { is: "refused", lasting: "this address", reason: expect.stringContaining("`to`") },
        { is: "accepted" },
      ],
    })
    const ids = answer.is === "answered" ? answer.answers.flatMap((one) => (one.is === "accepted" ? [one.providerId] : [])) : []
    expect(ids).toEqual(fake.accepted.slice(-2).map(({ id }) => id))
  })

  test("the limit is told with every answer, refused or not", async () => {
    expect(await send()).toMatchObject({ ...ok, pace: { calls: 5, windowMs: 1000, left: 4, resetMs: 1000 } })
    fake.faults.limitTo(1)
    const answers = [await send(), await send()]
    expect(answers[0]).toMatchObject({ is: "answered", pace: { calls: 1, left: 0 } })
    expect(answers[1]).toMatchObject({ is: "again", afterMs: 1000, pace: { calls: 1, left: 0 } })
  })

  test("an answer that was lost is asked for again, and nobody gets two mails", async () => {
    const to = { address: "once@acme.example" }
    fake.faults.add({ times: 1, does: { drops: "after accepting" } })
    expect(await send([aMail({ to })], "lost answer")).toMatchObject({ is: "unsure" })
    expect(await send([aMail({ to })], "lost answer")).toMatchObject(ok)
    expect(fake.perRecipient.get("once@acme.example")).toBe(1)
  })

  test("a call that takes too long ends as unsure; while it runs, the same key is told to wait", async () => {
    const to = { address: "slow@acme.example" }
    fake.faults.add({ times: 1, does: { slowMs: 400 } })
    expect(await send([aMail({ to })], "slow", 100)).toMatchObject({ is: "unsure" })
    expect(await send([aMail({ to })], "slow")).toMatchObject({ is: "again", afterMs: 5000 })
    expect(fake.perRecipient.get("slow@acme.example")).toBe(1)
  })

  test("other mails under a used key are nobody's: they may be the ones that went out", async () => {
    await send([aMail()], "used")
    expect(await send([aMail({ subject: "Other" })], "used")).toMatchObject({ is: "answered", answers: [{ is: "unknown" }] })
  })

  test("a wrong key and a spent quota wait for a person", async () => {
    expect(await open(fake, "re_other").sendBatch([aMail()], { key: "k", timeoutMs: 5000 })).toMatchObject({ is: "blocked" })
    fake.faults.add({ times: 1, does: { answers: 429, name: "daily_quota_exceeded" } })
    expect(await send()).toMatchObject({ is: "blocked", reason: expect.stringContaining("daily_quota_exceeded") })
  })

  test("a service that is away, or answers nonsense, is unsure", async () => {
    fake.faults.add({ times: 1, does: { drops: "before accepting" } })
    expect(await send()).toMatchObject({ is: "unsure" })
    fake.faults.add({ times: 1, does: { answers: 503, name: "service_unavailable" } })
    expect(await send()).toMatchObject({ is: "unsure" })
    const nowhere = resendMailer({ apiKey: "re_1", baseUrl: "http://127.0.0.1:9", from: FROM, replyTo: null })
    expect(await nowhere.sendBatch([aMail()], { key: "k", timeoutMs: 2000 })).toMatchObject({ is: "unsure" })
  })

  test("without a key, or with more mails than a call takes, nothing is sent", async () => {
    const before = fake.calls.length
    expect(await send([aMail()], "")).toMatchObject({ is: "refused" })
    expect(await send([aMail()], "k".repeat(257))).toMatchObject({ is: "refused" })
    expect(await send(Array.from({ length: 101 }, () => aMail()))).toMatchObject({ is: "refused" })
    expect(fake.calls).toHaveLength(before)
  })

  test("twenty thousand mails are a matter of seconds", async () => {
    const other = await startFakeResend()
    const quick = open(other)
    const body = { html: "x".repeat(5000), text: "y".repeat(1000) }
    for (let batch = 0; batch < 200; batch += 1) {
      const mails = Array.from({ length: 100 }, (_, place) => aMail({ ...body, to: { address: `p${batch}-${place}@acme.example` } }))
      await quick.sendBatch(mails, { key: `b${batch}`, timeoutMs: 5000 })
    }
    await other.stop()
    expect([other.accepted.length, other.perRecipient.size, other.most()]).toEqual([20_000, 20_000, 1])
  }, 20_000)
})
