import { sql } from "drizzle-orm"
import { describe, expect, test } from "vitest"
import { publicEditions } from "#db/schema/public-views.ts"
import { listRenders } from "#lib/delivery/list-renders.ts"
import { cutRender, personalMail } from "#lib/delivery/personal-mail.ts"
import { getDocument, listDocuments } from "#lib/documents/queries.ts"
import type { ReleaseId } from "#lib/kernel/ids.ts"
import { beginLaunch } from "#lib/launch/begin-launch.ts"
import { readReadiness } from "#lib/launch/read-readiness.ts"
import { editSender } from "#lib/mail/edit-sender.ts"
import { editRelease } from "#lib/releases/edit-release.ts"
import { shareRuntime } from "#lib/runtime.ts"
import { aRelease } from "#tests/support/a-release.ts"
import { aSubscriber } from "#tests/support/a-subscriber.ts"
import { ask } from "#tests/support/ask.ts"
import { ADA, aWorld } from "#tests/support/world.ts"
import { POST as approve } from "../../../app/api/v1/documents/[id]/approve/route.ts"
import { POST as draft } from "../../../app/api/v1/releases/[id]/drafts/route.ts"
import { GET as readiness } from "../../../app/api/v1/releases/[id]/readiness/route.ts"
import { POST as planRelease } from "../../../app/api/v1/releases/route.ts"
import { GET as getSender, PATCH as patchSender } from "../../../app/api/v1/sender/route.ts"

const world = await aWorld()
shareRuntime(world)

const ACME = { name: "Acme", postalAddress: "Acme Ltd\n1 Harbour Street, Dublin" }

async function json(asked: Promise<Response>) {
  const response = await asked
  return { status: response.status, body: await response.json() }
}

async function blockedBy(id: ReleaseId): Promise<Record<string, string>> {
  const { checks } = await readReadiness(world, ADA, { releaseId: id })
  return Object.fromEntries(checks.filter(({ status }) => status === "block").map(({ check, evidence }) => [check, evidence]))
}

async function launched(id: ReleaseId) {
  const outcome = await beginLaunch(world, ADA, { releaseId: id })
  if (outcome.is !== "begun") throw new Error(`not begun: ${JSON.stringify(outcome)}`)
  return outcome.launch
}

test("over HTTP a mailed release is held up until there is an approved email, a sender and somebody to mail, and says so each time", async () => {
  const planned = await json(ask(planRelease, "/api/v1/releases", { body: { name: "Night mode", mail: "send" } }))
  expect(planned).toMatchObject({ status: 201, body: { mail: "send" } })
  const { id } = planned.body
  const at = { params: { id } }
  const blocks = async () => {
    const { body } = await json(ask(readiness, `/api/v1/releases/${id}/readiness`, at))
    return body.checks.filter(({ status }: { status: string }) => status === "block").map(({ check }: { check: string }) => check)
  }
  expect(await blocks()).toEqual(["documents", "email", "sender", "audience"])
  const { body } = await json(ask(draft, `/api/v1/releases/${id}/drafts`, { ...at, method: "POST" }))
  expect(body.items.map(({ kind }: { kind: string }) => kind)).toContain("email")
  expect(await blocks()).toEqual(["approval", "sender", "audience"])
  for (const { id: document, hash } of body.items) {
    await ask(approve, `/api/v1/documents/${document}/approve`, { params: { id: document }, body: { hash } })
  }
  expect(await blocks()).toEqual(["sender", "audience"])
  expect(await json(ask(getSender, "/api/v1/sender"))).toMatchObject({ status: 200, body: { name: null, from: "releases@localhost" } })
  const wrong = await json(ask(patchSender, "/api/v1/sender", { method: "PATCH", body: { name: "100 %% Acme\nInc", postalAddress: " " } }))
  expect(wrong).toMatchObject({
    status: 422,
    body: {
      errors: expect.arrayContaining([expect.objectContaining({ path: "name" }), expect.objectContaining({ path: "postalAddress" })]),
    },
  })
  expect(await json(ask(patchSender, "/api/v1/sender", { method: "PATCH", body: ACME }))).toMatchObject({ status: 200, body: ACME })
  expect(await blocks()).toEqual(["audience"])
  await aSubscriber(world)
  expect(await blocks()).toEqual([])
})

describe("with a sender and a subscriber", () => {
  test("a launch freezes one render per locale, and nothing can change one", async () => {
    await editSender(world, ADA, ACME)
    await aSubscriber(world)
    const { id } = await aRelease(world, {
      name: "Dark mode",
      email: { title: "See in the dark", body: "Now with [night mode](/changelog/dark-mode)." },
    })
    const launch = await launched(id)
    const [render, ...others] = await listRenders(world.db, launch.id)
    expect(others).toEqual([])
    expect(render).toMatchObject({
      locale: "en",
      subject: "See in the dark",
      listId: "Releases <releases.localhost>",
      messageDomain: "localhost",
    })
    expect(render?.html).toContain('href="http://localhost:3000/changelog/dark-mode"')
    expect(render?.text).toContain("Acme Ltd\n1 Harbour Street, Dublin")
    for (const change of [sql`update mail_renders set subject = 'x'`, sql`delete from mail_renders`, sql`truncate mail_renders`]) {
      await expect(world.db.execute(change)).rejects.toMatchObject({ cause: { message: expect.stringContaining("never changed") } })
    }
  })

  test("what is stored gives the same mail after the sender has moved and the release was launched again", async () => {
    const { id } = await aRelease(world, { name: "Twice", email: {} })
    const launch = await launched(id)
    const [before] = await listRenders(world.db, launch.id)
    await editSender(world, ADA, { ...ACME, postalAddress: "Elsewhere" })
    expect(await launched(id)).toEqual(launch)
    const [after] = await listRenders(world.db, launch.id)
    expect(after).toEqual(before)
    await editSender(world, ADA, ACME)
    if (!before) throw new Error("nothing was rendered")
    const recipient = {
      releaseId: id,
      deliveryId: "d1",
      address: "ada@example.com",
      name: "Ada",
      unsubscribeUrl: "http://localhost:3000/u/1",
      preferencesUrl: "http://localhost:3000/p/1",
    }
    expect(personalMail(cutRender(before), recipient).text).toContain("Hello Ada,\n\nAll about Twice.")
  })

  test.each([
    ["a mark", { body: "Save 20 %%name%% today" }, "holds %%"],
    ["a mark in the subject", { title: "100 %% better" }, "holds %%"],
    [
      "too much for Gmail",
      { body: Array.from({ length: 700 }, (_, line) => `[point ${line}](https://acme.example/points/${line})`).join("\n\n") },
      "KB as a mail, and Gmail shows 102 KB",
    ],
  ])("an email with %s holds the release up", async (_, email, evidence) => {
    const { id } = await aRelease(world, { email })
    expect((await blockedBy(id)).email).toContain(evidence)
    expect((await beginLaunch(world, ADA, { releaseId: id })).is).toBe("blocked")
  })

  test("an email is public nowhere, although it is live", async () => {
    const { id } = await aRelease(world, { name: "Read by subscribers", email: { title: "For subscribers only", slug: "for-subscribers" } })
    await world.startWorker()
    await launched(id)
    const isLive = async () => (await listDocuments(world.db, id)).every(({ state }) => state === "live")
    await expect.poll(isLive, { timeout: 20_000 }).toBe(true)
    const shown = await world.publicDb.select({ kind: publicEditions.kind, title: publicEditions.title }).from(publicEditions)
    expect(shown).toContainEqual({ kind: "entry", title: "Read by subscribers" })
    expect(shown.filter(({ kind, title }) => kind === "email" || title === "For subscribers only")).toEqual([])
  })

  test("a release that is not mailed leaves its email as it is: unapproved, unsent, and a warning", async () => {
    const { id } = await aRelease(world, { email: {}, approved: "none" })
    await editRelease(world, ADA, { id, mail: "none" })
    const [email] = (await listDocuments(world.db, id)).filter(({ kind }) => kind === "email")
    const entry = (await listDocuments(world.db, id)).find(({ kind }) => kind === "entry")
    if (!email || !entry) throw new Error("the documents are missing")
    await ask(approve, `/api/v1/documents/${entry.id}/approve`, { params: { id: entry.id }, body: { hash: entry.hash } })
    const launch = await launched(id)
    expect(await listRenders(world.db, launch.id)).toEqual([])
    expect((await getDocument(world.db, email.id)).state).toBe("draft")
  })
})
