import { eq } from "drizzle-orm"
import { beforeAll, describe, expect, test } from "vitest"
import { auditRecords } from "#db/schema/audit.ts"
import { capturedMails } from "#db/schema/mail.ts"
import { mailRenders } from "#db/schema/mail-renders.ts"
import { people } from "#db/schema/people.ts"
import type { Actor } from "#lib/access/actor.ts"
import { createToken } from "#lib/access/create-token.ts"
import { createTokenInput } from "#lib/access/input.ts"
import { listDocuments } from "#lib/documents/queries.ts"
import { type DocumentId, newId, type PersonId } from "#lib/kernel/ids.ts"
import type { BatchAnswer } from "#lib/mail/mailer.ts"
import { sendTestMail } from "#lib/releases/send-test-mail.ts"
import { shareRuntime } from "#lib/runtime.ts"
import { aRelease } from "#tests/support/a-release.ts"
import { aSubscriber } from "#tests/support/a-subscriber.ts"
import { ask, type Question } from "#tests/support/ask.ts"
import { ADA, aWorld } from "#tests/support/world.ts"
import { GET as preview } from "../../../app/api/v1/documents/[id]/preview/route.ts"
import { POST as testMail } from "../../../app/api/v1/documents/[id]/test-mail/route.ts"

const world = await aWorld()
shareRuntime(world)

const GRACE: Actor & { kind: "person" } = { kind: "person", id: newId<PersonId>(), name: "Grace", role: "author" }
let email: DocumentId
let entry: DocumentId

beforeAll(async () => {
  await world.db.insert(people).values([
    { id: GRACE.id, address: "grace@acme.example", name: "Grace", role: "author", invitedBy: "test" },
    { id: newId<PersonId>(), address: "joan@acme.example", name: "Joan $&", role: "owner", invitedBy: "test" },
    { id: newId<PersonId>(), address: "left@acme.example", name: "Left", role: "owner", invitedBy: "test", removedAt: world.clock.now() },
  ])
  await aSubscriber(world, { email: "reader@example.com" })
  const { id } = await aRelease(world, {
    email: { title: "See in the dark", body: "Night mode. [Read on](/help/night)" },
    approved: "none",
  })
  const documents = await listDocuments(world.db, id)
  const ofKind = (kind: string) => documents.find((document) => document.kind === kind)?.id
  const [one, other] = [ofKind("email"), ofKind("entry")]
  if (!one || !other) throw new Error("the documents are missing")
  ;[email, entry] = [one, other]
})

async function about(handler: typeof testMail, id: string, question: Question = {}) {
  const response = await ask(handler, `/api/v1/documents/${id}`, { params: { id }, ...question })
  return { status: response.status, body: await response.json() }
}

const captured = () => world.db.select().from(capturedMails).orderBy(capturedMails.id)

test("a preview is the mail of a reader who does not exist, with links that lead nowhere", async () => {
  const { status, body } = await about(preview, email)
  expect(status).toBe(200)
  expect(body.subject).toBe("See in the dark")
  expect(body.text).toContain("Hello Ada Lovelace,\n\nNight mode. Read on <http://localhost:3000/help/night>")
  expect(body.html).toContain('href="http://localhost:3000/unsubscribe/sample"')
  expect(body.html + body.text).not.toContain("%%")
  expect(body.htmlBytes).toBe(Buffer.byteLength(body.html))
})

test("a test mail goes to the one who is named, once, marked as a test, and leaves no render and no delivery behind", async () => {
  expect(await about(testMail, email, { body: { to: " Joan@acme.example " } })).toEqual({
    status: 202,
    body: { to: "joan@acme.example", subject: "[Test] See in the dark" },
  })
  const [mail, ...others] = await captured()
  expect(others).toEqual([])
  expect(mail).toMatchObject({
    recipient: "joan@acme.example",
    recipientName: "Joan $&",
    subject: "[Test] See in the dark",
    tags: { t: "1" },
  })
  expect(mail?.text).toContain("Hello Joan $&,")
  expect(await world.db.select().from(mailRenders)).toEqual([])
  const lines = await world.db.select().from(auditRecords).where(eq(auditRecords.action, "mail.tested"))
  expect(lines).toMatchObject([{ subjectId: email, detail: { to: "joan@acme.example" } }])
})

test("a person who names nobody gets it", async () => {
  expect(await sendTestMail(world, GRACE, { id: email })).toEqual({ to: "grace@acme.example", subject: "[Test] See in the dark" })
})

describe("nothing leaves", () => {
  test.each([
    ["for a subscriber", "reader@example.com", "anybody in the team"],
    ["for a stranger", "eve@example.com", "anybody in the team"],
    ["for somebody who left the team", "left@acme.example", "anybody in the team"],
    ["for two at once", "joan@acme.example,eve@example.com", "anybody in the team"],
    ["with a header in the address", "joan@acme.example\r\nBcc: eve@example.com", "anybody in the team"],
    ["for a token that names nobody", undefined, "a token has no mailbox"],
  ])("%s", async (_, to, message) => {
    const before = await captured()
    const { status, body } = await about(testMail, email, { body: to === undefined ? {} : { to } })
    expect({ status, errors: body.errors }).toEqual({ status: 422, errors: [{ path: "to", message: expect.stringContaining(message) }] })
    expect(await captured()).toEqual(before)
  })

  test("of a document that is no email", async () => {
    for (const handler of [preview, testMail]) {
      expect(await about(handler, entry, handler === preview ? {} : { body: { to: "joan@acme.example" } })).toMatchObject({
        ...{ status: 409, body: { code: "not_an_email" } },
      })
    }
  })

  test("for whoever may only read", async () => {
    const { token } = await createToken(world, ADA, createTokenInput.parse({ name: "reader", scopes: ["releases:read"] }))
    expect((await about(testMail, email, { token, body: { to: "joan@acme.example" } })).status).toBe(403)
    expect((await about(preview, email, { token })).status).toBe(200)
  })
})

test.each<[string, BatchAnswer, string]>([
  [
    "refuses the message",
    { is: "answered", answers: [{ is: "refused", reason: "no such mailbox", lasting: "this address" }] },
    "did not take",
  ],
  ["has no room", { is: "blocked", reason: "daily quota" }, "did not take the mail: daily quota"],
  ["does not answer", { is: "unsure", reason: "timeout" }, "did not say whether"],
])("a mail service that %s is told to the person", async (_, answer, said) => {
  const mailer = { ...world.mailer, sendBatch: async () => answer }
  await expect(sendTestMail({ ...world, mailer }, GRACE, { id: email })).rejects.toMatchObject({
    ...{ kind: "unavailable", code: "mail_not_taken", message: expect.stringContaining(said) },
  })
})
