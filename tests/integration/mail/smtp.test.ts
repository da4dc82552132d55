import { generateKeyPairSync, randomUUID } from "node:crypto"
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest"
import type { Mailer } from "#lib/mail/mailer.ts"
import { smtpMailer } from "#lib/mail/providers/smtp.ts"
import { aMail, describeMailer } from "#tests/support/mailer-contract.ts"
import { type SmtpSink, startSmtpSink } from "#tests/support/smtp-sink.ts"

const FROM = { name: "Acme Releases", address: "news@acme.example" }
const REPLY_TO = { name: null, address: "help@acme.example" }
const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
})
const DKIM = { domain: "acme.example", selector: "curtain", privateKey }

const open = (sink: SmtpSink, dkim: typeof DKIM | null = DKIM) => smtpMailer({ url: sink.url, from: FROM, replyTo: REPLY_TO, dkim })

describeMailer("smtp", async () => {
  const sink = await startSmtpSink()
  return {
    mailer: open(sink, null),
    close: sink.stop,
    received: () =>
      Promise.all(
        sink.mails.map(async ({ to, raw }, place) => {
          const { subject = "", html, text = "", to: shown } = await sink.parsed(place)
          return {
            recipients: to,
            recipientName: (Array.isArray(shown) ? shown[0] : shown)?.value[0]?.name || null,
            subject,
            html: html || "",
            text,
            headers: Object.fromEntries(headersIn(raw)),
          }
        }),
      ),
  }
})

/** Unfolded, as RFC 5322 reads them; a header that is there twice is twice in the list. */
function headersIn(raw: string): [string, string][] {
  const [head = ""] = raw.split("\r\n\r\n")
  return head
    .replace(/\r\n[ \t]+/g, " ")
    .split("\r\n")
    .map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()])
}

let sink: SmtpSink
let mailer: Mailer
beforeAll(async () => {
  sink = await startSmtpSink()
  mailer = open(sink)
})
beforeEach(() => {
  Object.assign(sink.refuses, { connection: null, login: null, recipient: null, data: null })
  sink.cutsAfterData = false
  sink.hangsAfterData = false
})
afterAll(async () => {
  await mailer.close()
  await sink.stop()
})

const send = (mails = [aMail()], key: string = randomUUID(), timeoutMs = 5000) => mailer.sendBatch(mails, { key, timeoutMs })
const mailTo = (address: string) => aMail({ to: { address } })

describe("a mail on the wire", () => {
  const only = (headers: [string, string][], name: string) => headers.filter(([one]) => one === name).map(([, value]) => value)

  test("says once how to unsubscribe, and DKIM covers that it did", async () => {
    await send()
    const headers = headersIn(sink.mails.at(-1)?.raw ?? "")
    expect(only(headers, "list-unsubscribe")).toEqual([aMail().headers?.["List-Unsubscribe"]])
    expect(only(headers, "list-unsubscribe-post")).toEqual(["List-Unsubscribe=One-Click"])
    const [signature = ""] = only(headers, "dkim-signature")
    const signed = /\bh=([^;]+)/.exec(signature)?.[1]?.replace(/\s/g, "").toLowerCase().split(":") ?? []
    expect(signed).toEqual(
      expect.arrayContaining(["from", "to", "subject", "date", "message-id", "list-unsubscribe", "list-unsubscribe-post"]),
    )
    expect(signature).toMatch(/\bd=acme\.example;.*\bs=curtain\b/)
  })

  test("has the id it was given, or the same one at every attempt", async () => {
    await send([aMail()], "with its own")
    expect((await sink.parsed(-1)).messageId).toBe("<rel-1.delivery-1@acme.example>")
    const { messageId: _, ...without } = aMail()
    await send([without], "attempt")
    const first = (await sink.parsed(-1)).messageId
    await send([without], "attempt")
    expect((await sink.parsed(-1)).messageId).toBe(first)
    expect(first).toMatch(/^<[0-9a-f]{32}@acme\.example>$/)
  })

  test("names sender and reply address, and neither the program nor the others", async () => {
    await send([mailTo("one@acme.example"), mailTo("two@acme.example")])
    const headers = headersIn(sink.mails.at(-1)?.raw ?? "")
    expect(only(headers, "from")).toEqual(["Acme Releases <news@acme.example>"])
    expect(only(headers, "reply-to")).toEqual(["help@acme.example"])
    expect(only(headers, "x-mailer")).toEqual([])
    expect(sink.mails.slice(-2).map(({ to }) => to.length)).toEqual([1, 1])
  })

  test("keeps its lines short, whatever alphabet the subject is in", async () => {
    await send([aMail({ subject: "Ünïcode 東京 🎭 ".repeat(20) })])
    const [head = ""] = (sink.mails.at(-1)?.raw ?? "").split("\r\n\r\n")
    for (const line of head.split("\r\n").filter((one) => !one.startsWith(" ") || one.includes("=?")))
      expect(line.length).toBeLessThanOrEqual(998)
    expect((await sink.parsed(-1)).subject?.trim()).toBe("Ünïcode 東京 🎭 ".repeat(20).trim())
  })
})

describe("what a mail server says becomes", () => {
  test("one refused address: the others go out", async () => {
    sink.refuses.recipient = (address) => (address.startsWith("gone") ? { code: 550, message: "5.1.1 No such user" } : null)
    expect(await send([mailTo("a@acme.example"), mailTo("gone@acme.example"), mailTo("b@acme.example")])).toMatchObject({
      is: "answered",
      answers: [
        { is: "accepted" },
        { is: "refused", lasting: "this address", reason: expect.stringContaining("5.1.1") },
        { is: "accepted" },
      ],
    })
  })

  test("a refusal for now, by address or by message", async () => {
    sink.refuses.recipient = () => ({ code: 451, message: "4.7.1 Greylisted" })
    expect(await send()).toMatchObject({ is: "answered", answers: [{ is: "refused", lasting: "for now" }] })
    sink.refuses.recipient = null
    sink.refuses.data = { code: 452, message: "4.2.2 Full" }
    expect(await send()).toMatchObject({ is: "answered", answers: [{ is: "refused", lasting: "for now" }] })
  })

  test("a message that is refused after it was seen", async () => {
    sink.refuses.data = { code: 554, message: "5.7.1 Looks like spam" }
    expect(await send()).toMatchObject({ is: "answered", answers: [{ is: "refused", lasting: "this message" }] })
  })

  test("in doubt, once, where the connection is cut after the message", async () => {
    const before = sink.mails.length
    sink.cutsAfterData = true
    expect(await send([mailTo("cut@acme.example")])).toMatchObject({ is: "answered", answers: [{ is: "unknown" }] })
    expect(sink.mails).toHaveLength(before + 1)
  })

  test("in doubt, where no answer comes in time", async () => {
    sink.hangsAfterData = true
    expect(await send([aMail()], "hangs", 300)).toMatchObject({ is: "answered", answers: [{ is: "unknown" }] })
  })

  test("again, where nobody listens or the server is not ready", async () => {
    const nowhere = smtpMailer({ url: "smtp://127.0.0.1:9", from: FROM, replyTo: null, dkim: null })
    expect(await nowhere.sendBatch([aMail(), aMail()], { key: "k", timeoutMs: 2000 })).toMatchObject({ is: "again" })
    await nowhere.close()
    const fresh = open(sink)
    sink.refuses.connection = { code: 421, message: "Too busy" }
    expect(await fresh.sendBatch([aMail()], { key: "k", timeoutMs: 2000 })).toMatchObject({ is: "again" })
    await fresh.close()
  })

  test("blocked, where the login is wrong", async () => {
    const fresh = open(sink)
    sink.refuses.login = { code: 535, message: "5.7.8 Wrong password" }
    expect(await fresh.sendBatch([aMail()], { key: "k", timeoutMs: 2000 })).toMatchObject({ is: "blocked" })
    await fresh.close()
  })
})
