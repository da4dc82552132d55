import { beforeAll, expect, test } from "vitest"
import { listSubjectNames } from "#lib/audit/list-subject-names.ts"
import { findAuditRecord, listAudit } from "#lib/audit/queries.ts"
import { listChangesAbout } from "#lib/changes/list-changes-about.ts"
import { listDocumentsAbout } from "#lib/documents/list-documents-about.ts"
import { type AuditRecordId, lowestIdAt, newId } from "#lib/kernel/ids.ts"
import { listReleasesAbout } from "#lib/releases/list-releases-about.ts"
import { aRelease, type PlannedRelease } from "#tests/support/a-release.ts"
import { launch } from "#tests/support/launch-steps.ts"
import { aWorld, type World } from "#tests/support/world.ts"

let world: World
let planned: PlannedRelease
let launchId = ""
beforeAll(async () => {
  world = await aWorld()
  planned = await aRelease(world, { name: "Search in past orders", flags: [{ key: "order-search" }], article: {} })
  launchId = await launch(world, planned.id)
})

const list = (filter: Partial<Parameters<typeof listAudit>[1]>) => listAudit(world.db, { before: null, limit: 200, ...filter })

test("lines are found by who did it, by action, and one object's whole story by the object", async () => {
  const all = await list({})
  expect((await list({ actor: "BOOTSTRAP" })).map(({ id }) => id)).toEqual(
    all.filter(({ actor }) => actor.kind === "bootstrap").map(({ id }) => id),
  )
  expect(new Set((await list({ action: "document.approved" })).map(({ action }) => action))).toEqual(new Set(["document.approved"]))
  expect((await list({ subjectKind: "launch", subjectId: launchId })).length).toBeGreaterThan(1)
  expect(await list({ actor: "nobody of this name" })).toEqual([])
})

test("times are those of the lines, to the millisecond, and pages go on where the last one ended", async () => {
  const all = await list({})
  const middle = all[Math.floor(all.length / 2)]
  if (middle === undefined) throw new Error("the log is empty")
  const at = Temporal.Instant.fromEpochMilliseconds(middle.at.epochMilliseconds)
  const [before, after] = [await list({ until: at }), await list({ from: at })]
  expect(before.length + after.length).toBe(all.length)
  expect(after.map(({ id }) => id)).toContain(middle.id)
  expect(before.every((record) => record.at.epochMilliseconds <= at.epochMilliseconds)).toBe(true)
  const pages = [await list({ limit: 3 }), await list({ limit: 3, before: all[2]?.id ?? null })]
  expect(pages.flat().map(({ id }) => id)).toEqual(all.slice(0, 6).map(({ id }) => id))
})

test("the lowest id of an instant is below every id made in it, and above those made before", () => {
  const id = newId<AuditRecordId>()
  const ms = Number.parseInt(id.replace("-", "").slice(0, 12), 16)
  expect(lowestIdAt(Temporal.Instant.fromEpochMilliseconds(ms)) < id).toBe(true)
  expect(lowestIdAt(Temporal.Instant.fromEpochMilliseconds(ms + 1)) > id).toBe(true)
  expect(lowestIdAt(Temporal.Instant.fromEpochMilliseconds(-1))).toBe("00000000-0000-0000-0000-000000000000")
})

test("subjects have the names that people know them by, whatever else was asked for with them", async () => {
  const [entry] = await listDocumentsAbout(world.db, { letters: "", limit: 1 })
  const names = await listSubjectNames(world.db, [
    { kind: "release", id: planned.id },
    { kind: "launch", id: launchId },
    { kind: "document", id: entry?.id ?? "" },
    { kind: "connection", id: "builtin" },
    { kind: "portal", id: "access" },
    { kind: "release", id: newId<AuditRecordId>() },
    { kind: "topic", id: "'; drop table topics" },
  ])
  const named = new Map(names.map(({ kind, name, within }) => [kind, { name, within }]))
  expect(Object.fromEntries(named)).toEqual({
    release: { name: "Search in past orders", within: null },
    launch: { name: "Search in past orders", within: planned.id },
    document: { name: entry?.title, within: planned.id },
    connection: { name: "Built-in flags", within: null },
  })
})

test("every line of a launch's story is found again by its id", async () => {
  const [first] = await list({ subjectKind: "launch", limit: 1 })
  expect(await findAuditRecord(world.db, first?.id ?? newId<AuditRecordId>())).toEqual(first)
  expect(await findAuditRecord(world.db, newId<AuditRecordId>())).toBeNull()
})

test("the palette finds releases, documents and changes by letters of their names, and signs mean themselves", async () => {
  const about = (letters: string) => ({ letters, limit: 5 })
  expect((await listReleasesAbout(world.db, about("PAST"))).map(({ name }) => name)).toEqual(["Search in past orders"])
  expect(await listReleasesAbout(world.db, about("%"))).toEqual([])
  const documents = await listDocumentsAbout(world.db, about(""))
  expect(new Set(documents.map(({ id }) => id)).size).toBe(documents.length)
  expect(documents.length).toBeGreaterThan(1)
  const [change] = await listChangesAbout(world.db, about(""))
  expect(await listChangesAbout(world.db, about(change?.title.slice(2, 9).toUpperCase() ?? "?"))).toContainEqual(change)
  expect(await listChangesAbout(world.db, about("_____"))).toEqual([])
})
