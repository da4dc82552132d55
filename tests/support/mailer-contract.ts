import { randomUUID } from "node:crypto"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { Mail, Mailer } from "#lib/mail/mailer.ts"

/** A mail as whoever receives it sees it, whatever way it took. */
export type Received = {
  recipients: string[]
  recipientName: string | null
  subject: string
  html: string
  text: string
  headers: Record<string, string>
}

export type MailerStage = {
  mailer: Mailer
  received(): Promise<Received[]>
  close(): Promise<void>
}

/** With a person's name as an attacker would write it, and everything a header may have to carry. */
export function aMail(more: Partial<Mail> = {}): Mail {
  return {
    to: { address: "ada@acme.example", name: "Ada Lovelace" },
    subject: "Größer, schneller, 東京 🎭: what is new",
    html: '<h1>What is new</h1><p>Everything <a href="https://news.acme.example">here</a></p>',
    text: "What is new\n\nEverything: https://news.acme.example",
    headers: {
      "List-Unsubscribe": "<https://news.acme.example/unsubscribe/abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuv>",
      "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    },
    tags: { r: "release-1", c: "delivery-1" },
    messageId: "rel-1.delivery-1@acme.example",
    ...more,
  }
}

/** What every transport owes to whoever sends through it. */
export function describeMailer(name: string, open: () => Promise<MailerStage>): void {
  describe(`the transport ${name}`, () => {
    let stage: MailerStage
    beforeAll(async () => {
      stage = await open()
    })
    afterAll(async () => {
      await stage.mailer.close()
      await stage.close()
    })
    const send = (mails: Mail[], key: string = randomUUID()) => stage.mailer.sendBatch(mails, { key, timeoutMs: 5000 })
    const newOnes = async (run: () => Promise<unknown>) => {
      const before = (await stage.received()).length
      await run()
      return (await stage.received()).slice(before)
    }

    test("takes a call's mails, and answers for each in order", async () => {
      const addresses = ["one@acme.example", "two@acme.example", "three@acme.example"]
      const received = await newOnes(async () => {
        const answer = await send(addresses.map((address) => aMail({ to: { address } })))
        expect(answer).toMatchObject({ is: "answered", answers: addresses.map(() => ({ is: "accepted", providerId: expect.any(String) })) })
      })
      expect(received.map(({ recipients }) => recipients).sort()).toEqual(addresses.map((address) => [address]).sort())
    })

    test("hands on subject, both bodies and the headers as they are", async () => {
      const mail = aMail()
      const [received] = await newOnes(() => send([mail]))
      expect(received).toMatchObject({ recipients: ["ada@acme.example"], recipientName: "Ada Lovelace", subject: mail.subject })
      expect(received?.html.trim()).toBe(mail.html)
      expect(received?.text.trim()).toBe(mail.text)
      expect(received?.headers).toMatchObject(
        Object.fromEntries(Object.entries(mail.headers ?? {}).map(([key, value]) => [key.toLowerCase(), value])),
      )
    })

    test("lets nobody write a header by a name, a subject or a header's value", async () => {
      const nasty = 'Eve"\r\nBcc: everybody@acme.example\r\n\r\n<script>'
      const [received] = await newOnes(() =>
        send([aMail({ to: { address: "eve@acme.example", name: nasty }, subject: nasty, headers: { "List-Id": nasty } })]),
      )
      expect(received?.recipients).toEqual(["eve@acme.example"])
      expect(received?.headers.bcc).toBeUndefined()
      expect(Object.values(received?.headers ?? {}).join("")).not.toMatch(/[\r\n]/)
      expect(received?.subject).not.toMatch(/[\r\n]/)
      expect(received?.text.trim()).toBe(aMail().text)
    })

    test("reaches an address of another script", async () => {
      const [received] = await newOnes(() => send([aMail({ to: { address: "ada@bücher.example" } })]))
      expect(received?.recipients[0]?.replace("xn--bcher-kva", "bücher")).toBe("ada@bücher.example")
    })

    test("says truly whether the same call twice is one mail", async () => {
      const received = await newOnes(async () => {
        const first = await send([aMail()], "the same call")
        expect(await send([aMail()], "the same call")).toMatchObject({ is: first.is })
      })
      expect(received).toHaveLength(stage.mailer.keepsKeys ? 1 : 2)
    })

    test("has nothing to do for no mails", async () => {
      expect(await newOnes(async () => expect(await send([])).toEqual({ is: "answered", answers: [] }))).toEqual([])
    })
  })
}
