import { sql } from "drizzle-orm"
import { beforeEach, expect, test } from "vitest"
import { listDocuments } from "#lib/documents/queries.ts"
import { type DocumentId, idOf, type ReleaseId } from "#lib/kernel/ids.ts"
import { approveDocument } from "#lib/releases/approve-document.ts"
import { editDocument } from "#lib/releases/edit-document.ts"
import { scheduleRelease } from "#lib/releases/schedule-release.ts"
import { shareRuntime } from "#lib/runtime.ts"
import { aRelease } from "#tests/support/a-release.ts"
import { ask, type Question } from "#tests/support/ask.ts"
import { launch, recall } from "#tests/support/launch-steps.ts"
import { aPerson } from "#tests/support/person.ts"
import { ADA, aWorld } from "#tests/support/world.ts"
import { GET as oneVersion } from "../../../app/api/v1/document-versions/[id]/route.ts"
import { POST as restore } from "../../../app/api/v1/documents/[id]/restore/route.ts"
import { GET as versions } from "../../../app/api/v1/documents/[id]/versions/route.ts"
import { POST as importEntries } from "../../../app/api/v1/entries/import/route.ts"

const world = await aWorld()
shareRuntime(world)
const { actor: grace } = await aPerson(world, "publisher", { name: "Grace Hopper" })

let release: ReleaseId
let id: DocumentId

beforeEach(async () => {
  release = (await aRelease(world, { entry: { title: "First", body: "One.", tags: ["boards"] }, approved: "none" })).id
  id = (await entry()).id
})

async function entry() {
  const [document] = await listDocuments(world.db, release)
  if (document === undefined) throw new Error("the release has no document")
  return document
}

async function about(handler: typeof restore, path: string, { of = id as string, ...question }: Question & { of?: string } = {}) {
  const response = await ask(handler, path, { ...question, params: { id: of } })
  return { status: response.status, body: await response.json() }
}

const listed = async () => (await about(versions, `/api/v1/documents/${id}/versions`)).body.items

test("every wording is kept, with who wrote it, and the newest comes first", async () => {
  await editDocument(world, grace, { id, body: "Two." })
  await editDocument(world, grace, { id, title: "Third" })
  await editDocument(world, grace, { id, title: "Third" }) // the same words are no version
  const [third, second, first] = await listed()
  expect([third, second, first].map(({ number, title, writtenBy, state }) => [number, title, writtenBy, state])).toEqual([
    [3, "Third", "Grace Hopper", "draft"],
    [2, "First", "Grace Hopper", null],
    [1, "First", "bootstrap token", null],
  ])
  expect(first.tags).toEqual(["boards"])
  expect((await about(oneVersion, `/api/v1/document-versions/${first.id}`, { of: first.id })).body).toEqual({ ...first, body: "One." })
})

test("the list has pages", async () => {
  await editDocument(world, grace, { id, body: "Two." })
  const first = await about(versions, `/api/v1/documents/${id}/versions?limit=1`)
  expect(first.body.items.map((one: { number: number }) => one.number)).toEqual([2])
  const second = await about(versions, `/api/v1/documents/${id}/versions?limit=1&cursor=${first.body.nextCursor}`)
  expect(second.body).toMatchObject({ items: [{ number: 1 }], nextCursor: null })
  expect((await about(versions, `/api/v1/documents/${id}/versions?cursor=x`)).status).toBe(422)
})

test("an approval stays known of the words it was given to, after they were rewritten", async () => {
  await approveDocument(world, grace, { id, hash: (await entry()).hash })
  await editDocument(world, grace, { id, body: "Two." })
  const [second, first] = await listed()
  expect(second.approvals).toEqual([])
  expect(first.approvals).toEqual([{ by: "Grace Hopper", at: expect.stringMatching(/Z$/) }])
})

test("an earlier version is written again as the newest one, at the address that the document has now", async () => {
  await editDocument(world, grace, { id, title: "Second", slug: "second", body: "Two.", tags: [] })
  await approveDocument(world, ADA, { id, hash: (await entry()).hash })
  const answer = await about(restore, `/api/v1/documents/${id}/restore`, { body: { number: 1, ifHash: (await entry()).hash } })
  expect(answer).toMatchObject({ status: 200, body: { title: "First", slug: "second", body: "One.", tags: ["boards"], state: "draft" } })
  expect((await listed()).map((one: { number: number }) => one.number)).toEqual([3, 2, 1])
})

test("nothing is restored over words that were not read, nor while it is scheduled, nor from a version that is not there", async () => {
  const { hash } = await entry()
  await editDocument(world, grace, { id, body: "Two." })
  const stale = await about(restore, `/api/v1/documents/${id}/restore`, { body: { number: 1, ifHash: hash } })
  expect(stale).toMatchObject({ status: 409, body: { code: "stale" } })
  expect((await about(restore, `/api/v1/documents/${id}/restore`, { body: { number: 9 } })).status).toBe(404)
  expect((await about(restore, `/api/v1/documents/${id}/restore`, { body: { number: 0 } })).status).toBe(422)
  await scheduleRelease(world, ADA, { releaseId: release, at: "2999-01-01T09:00", timeZone: "UTC" })
  expect((await about(restore, `/api/v1/documents/${id}/restore`, { body: { number: 1 } })).body.code).toBe("scheduled")
  expect((await entry()).body).toBe("Two.")
})

test("a launch, words beside the live ones and a recall say which version is which", async () => {
  await approveDocument(world, ADA, { id, hash: (await entry()).hash })
  await launch(world, release)
  expect((await listed()).map((one: { state: string }) => one.state)).toEqual(["live"])
  await editDocument(world, grace, { id, body: "Two." })
  expect((await listed()).map((one: { state: string }) => one.state)).toEqual(["draft", "live"])
  await recall(world, release)
  expect((await listed()).map((one: { state: string }) => one.state)).toEqual(["draft", "withdrawn"])
})

test("entries that were brought along have a first version, and nothing of a version is ever changed", async () => {
  const brought = [{ title: "Old", body: "Older.", publishedAt: "2020-01-01T00:00:00Z" }]
  const answer = await (await ask(importEntries, "/api/v1/entries/import", { body: { entries: brought } })).json()
  const of = idOf<DocumentId>(answer.entries[0].id)
  expect((await about(versions, `/api/v1/documents/${of}/versions`, { of })).body.items).toMatchObject([{ number: 1, state: "live" }])
  await expect(world.db.execute(sql`update edition_versions set body = 'Other.'`)).rejects.toThrow()
  await expect(world.db.execute(sql`delete from edition_versions`)).rejects.toThrow()
})
