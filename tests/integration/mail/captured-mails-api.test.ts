import { beforeAll, expect, test } from "vitest"
import { createToken } from "#lib/access/create-token.ts"
import { createTokenInput } from "#lib/access/input.ts"
import { shareRuntime } from "#lib/runtime.ts"
import { ask } from "#tests/support/ask.ts"
import { aMail } from "#tests/support/mailer-contract.ts"
import { ADA, aWorld, type World } from "#tests/support/world.ts"
import * as oneMail from "../../../app/api/v1/captured-mails/[id]/route.ts"
import * as mails from "../../../app/api/v1/captured-mails/route.ts"

let world: World
beforeAll(async () => {
  world = await aWorld({ MAIL_FROM: "Acme <news@acme.example>", MAIL_REPLY_TO: "help@acme.example" })
  shareRuntime(world)
  const batch = ["one", "two", "three"].map((name) => aMail({ to: { address: `${name}@acme.example`, name: `Reader ${name}` } }))
  await world.mailer.sendBatch(batch, { key: "batch", timeoutMs: 1000 })
  await world.mailer.sendBatch([aMail({ subject: "100% off_", to: { address: "four@acme.example" } })], { key: "other", timeoutMs: 1000 })
})

type Line = { id: number; to: string }
const list = async (query = "") =>
  (await ask(mails.GET, `/api/v1/captured-mails${query}`)).json() as Promise<{ items: Line[]; nextCursor: string | null }>
const addresses = async (query: string) => (await list(query)).items.map(({ to }) => to)

test("captured mails are listed the newest first, page by page, and found by a part of address, name or subject", async () => {
  expect(await addresses("")).toEqual(["four@acme.example", "three@acme.example", "two@acme.example", "one@acme.example"])
  const first = await list("?limit=3")
  expect(await addresses(`?limit=3&cursor=${first.nextCursor}`)).toEqual(["one@acme.example"])
  expect(await addresses("?search=TWO@")).toEqual(["two@acme.example"])
  expect(await addresses("?search=reader%20three")).toEqual(["three@acme.example"])
  expect(await addresses("?search=100%25%20off_")).toEqual(["four@acme.example"])
  expect(await addresses("?search=%25%25")).toEqual([])
})

test("one is shown whole, with the message that SMTP would have sent: how to unsubscribe is in it once", async () => {
  const { items } = await list("?search=one@")
  const answer = await ask(oneMail.GET, `/api/v1/captured-mails/${items[0]?.id}`, { params: { id: String(items[0]?.id) } })
  const { subject, html, text, headers } = aMail()
  const shown = (await answer.json()) as { raw: string }
  expect(shown).toMatchObject({
    to: "one@acme.example",
    toName: "Reader one",
    from: "Acme <news@acme.example>",
    subject,
    html,
    text,
    headers,
  })
  const [head = ""] = shown.raw.split("\r\n\r\n")
  expect(head.match(/^List-Unsubscribe:/gim)).toHaveLength(1)
  expect(head.match(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r?$/gim)).toHaveLength(1)
  expect(head).toContain("Reply-To: help@acme.example")
  expect(head).toContain("To: Reader one <one@acme.example>")
  expect((await ask(oneMail.GET, "/api/v1/captured-mails/999", { params: { id: "999" } })).status).toBe(404)
  expect((await ask(oneMail.GET, "/api/v1/captured-mails/x", { params: { id: "x" } })).status).toBe(404)
})

test("they are for admins alone: sign-in links are among them", async () => {
  const { token } = await createToken(
    world,
    ADA,
    createTokenInput.parse({ name: "mailer", scopes: ["subscribers:write", "releases:launch"] }),
  )
  expect((await ask(mails.GET, "/api/v1/captured-mails", { token })).status).toBe(403)
})
