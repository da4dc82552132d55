import { count, sql } from "drizzle-orm"
import { describe, expect, test } from "vitest"
import { auditRecords } from "#db/schema/audit.ts"
import { deliveryPlans } from "#db/schema/deliveries.ts"
import { documents } from "#db/schema/documents.ts"
import { capturedMails } from "#db/schema/mail.ts"
import { createToken } from "#lib/access/create-token.ts"
import { createTokenInput } from "#lib/access/input.ts"
import { shareRuntime } from "#lib/runtime.ts"
import { findEntry, listEntries, listFeedEntries, listNews } from "#lib/site/queries.ts"
import { ask, type Question } from "#tests/support/ask.ts"
import { publishDocuments } from "#tests/support/released-content.ts"
import { until } from "#tests/support/until.ts"
import { ADA, aWorld } from "#tests/support/world.ts"
import { POST as importEntries } from "../../../app/api/v1/entries/import/route.ts"
import { GET as getRelease } from "../../../app/api/v1/releases/[id]/route.ts"
import { POST as importSubscribers } from "../../../app/api/v1/subscribers/import/route.ts"
import { GET as widget } from "../../../app/api/widget/announcements/route.ts"

const world = await aWorld()
shareRuntime(world)

const OLD = { title: "Dark mode", body: "It is dark.", publishedAt: "2019-05-04T10:00:00+02:00" }

async function bring(entries: unknown[], question: Question = {}) {
  const response = await ask(importEntries, "/api/v1/entries/import", { body: { entries }, ...question })
  return { status: response.status, body: await response.json(), replayed: response.headers.get("idempotent-replay") }
}

async function revision(): Promise<number> {
  const [row] = await world.db.execute<{ revision: string }>(sql`select revision from site_state`)
  return Number(row?.revision)
}

async function widgetSince(seen: number): Promise<{ revision: number; unread: number }> {
  return (await ask(widget, `/api/widget/announcements?seen=${seen}`, { token: null })).json()
}

const counted = async () => ({
  mails: (await world.db.select({ count: count() }).from(capturedMails))[0]?.count,
  plans: (await world.db.select({ count: count() }).from(deliveryPlans))[0]?.count,
  documents: (await world.db.select({ count: count() }).from(documents))[0]?.count,
})

test("a thousand old entries beside a thousand subscribers: all readable in one revision, no mail, nothing unread, no feed", async () => {
  const csv = ["email,name", ...Array.from({ length: 1000 }, (_, number) => `reader-${number}@example.com,Reader ${number}`)].join("\n")
  const asked = { rawBody: csv, headers: { "content-type": "text/csv" } }
  const imported = await (await ask(importSubscribers, "/api/v1/subscribers/import?consent=confirmed", asked)).json()
  expect(imported.counts).toMatchObject({ rows: 1000, added: 1000 })
  await publishDocuments(world, [{ title: "Released here", slug: "released-here" }])
  const before = await revision()
  const month = (number: number) => Temporal.PlainDate.from("2015-01-01").add({ days: number }).toString()
  const entries = Array.from({ length: 1000 }, (_, number) => ({
    title: `Version ${number}`,
    body: `What was new in ${number}.`,
    publishedAt: `${month(number)}T09:00:00Z`,
  }))
  const { status, body } = await bring(entries)
  expect({ status, revision: body.siteRevision, slugs: body.entries.length }).toEqual({ status: 201, revision: before + 1, slugs: 1000 })
  expect(await revision()).toBe(before + 1)

  const { entries: newest } = await listEntries(world.publicDb, before + 1, null)
  expect(newest.slice(0, 2).map(({ title }) => title)).toEqual(["Released here", "Version 999"])
  const found = await findEntry(world.publicDb, before + 1, "version-500")
  expect([found?.entry.publishedAt.toString(), found?.older?.title, found?.newer?.title]).toEqual([
    "2016-05-15T09:00:00Z",
    "Version 499",
    "Version 501",
  ])
  expect(await findEntry(world.publicDb, before, "version-500")).toBeNull()

  expect((await listFeedEntries(world.publicDb, before + 1)).map(({ title }) => title)).toEqual(["Released here"])
  expect((await listNews(world.publicDb, before + 1)).map(({ title }) => title)).toEqual(["Released here"])
  await until(before + 1, async () => (await widgetSince(before)).revision)
  expect((await widgetSince(before)).unread).toBe(0)
  const worker = await world.startWorker()
  // Whatever the import might have asked for would have been done before what is asked for after it: the log is sealed by the worker.
  await until(0, async () => (await world.db.execute<{ open: number }>(sql`select count(*)::int as open from audit_unsealed`))[0]?.open)
  await worker.stop()
  expect(await counted()).toMatchObject({ mails: 0, plans: 0 })
})

describe("what is wrong is named, and then nothing was brought", () => {
  test.each([
    ["a time to come", [OLD, { ...OLD, publishedAt: "2999-01-01T00:00:00Z" }], "entries.1.publishedAt", "is to come"],
    ["a slug that is taken", [OLD, { ...OLD, slug: "version-500" }], "entries.1.slug", "belongs to another document"],
    ["no time", [{ title: "a", body: "b", publishedAt: "2019" }], "entries.0.publishedAt", "must be a time"],
    ["no title", [{ ...OLD, title: " " }], "entries.0.title", "must not be empty"],
    ["another kind", [{ ...OLD, kind: "email" }], "entries.0.kind", "is not a known field"],
    ["nothing", [], "entries", "must not be empty"],
  ])("%s", async (_, entries, path, message) => {
    const [before, at] = [await counted(), await revision()]
    const { status, body } = await bring(entries)
    expect({ status, errors: body.errors }).toEqual({ status: 422, errors: [{ path, message: expect.stringContaining(message) }] })
    expect([await counted(), await revision()]).toEqual([before, at])
  })

  test("nobody but the owner", async () => {
    const { token } = await createToken(world, ADA, createTokenInput.parse({ name: "ci", scopes: ["releases:write", "releases:launch"] }))
    expect((await bring([OLD], { token })).status).toBe(403)
  })
})

test("entries of one title get addresses of their own, a repeated request brings them once, and the release that keeps them is public", async () => {
  const headers = { "idempotency-key": "bring-them" }
  const once = await bring([OLD, OLD], { headers })
  expect(once.body.entries.map(({ slug }: { slug: string }) => slug)).toEqual(["dark-mode", "dark-mode-2"])
  const twice = await bring([OLD, OLD], { headers })
  expect(twice).toMatchObject({ status: 201, body: once.body, replayed: "true" })
  const release = await (await ask(getRelease, "/api/v1/releases/id", { params: { id: once.body.release } })).json()
  expect(release).toMatchObject({ state: "released", launch: null, mail: "none", name: "Imported entries" })
  const lines = await world.db.select().from(auditRecords).where(sql`action = 'entries.imported' and subject_id = ${once.body.release}`)
  expect(lines).toMatchObject([{ detail: { entries: 2, siteRevision: once.body.siteRevision } }])
})
