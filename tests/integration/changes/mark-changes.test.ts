import { expect, test } from "vitest"
import { listAudit } from "#lib/audit/queries.ts"
import { markChangesInput } from "#lib/changes/input.ts"
import { markChanges } from "#lib/changes/mark-changes.ts"
import { getChange, listChanges } from "#lib/changes/queries.ts"
import { type ChangeId, idOf } from "#lib/kernel/ids.ts"
import { addChanges } from "#lib/releases/add-changes.ts"
import { addChangesInput, planReleaseInput } from "#lib/releases/input.ts"
import { planRelease } from "#lib/releases/plan-release.ts"
import { getRelease } from "#lib/releases/queries.ts"
import { scheduleRelease } from "#lib/releases/schedule-release.ts"
import { aRelease } from "#tests/support/a-release.ts"
import { ADA, aWorld } from "#tests/support/world.ts"
import { deploy } from "./deployment-steps.ts"

const world = await aWorld()

async function someChanges(repository: string): Promise<ChangeId[]> {
  await deploy(world, { of: "c", repository, commits: ["a", "b", "c"] })
  return (await listChanges(world.db, { repository, after: null, limit: 10 })).map(({ id }) => id)
}

const marking = (ids: ChangeId[], audience: "internal" | "customer") => markChangesInput.parse({ ids, audience })

test("several changes are marked at once, each with its record, and undoing it marks back just these", async () => {
  const ids = await someChanges("acme/marked")
  await markChanges(world, ADA, marking(ids.slice(0, 1), "internal"))
  const marked = await markChanges(world, ADA, marking(ids, "internal"))
  expect(marked.toSorted()).toEqual(ids.slice(1).toSorted())
  expect(await listChanges(world.db, { repository: "acme/marked", state: "unreleased", after: null, limit: 10 })).toEqual([])
  await markChanges(world, ADA, marking(marked, "customer"))
  const audiences = await Promise.all(ids.map(async (id) => (await getChange(world.db, id)).audience))
  expect(audiences).toEqual(["internal", "customer", "customer"])
  const [record] = await listAudit(world.db, { limit: 1, before: null, subjectKind: "change", subjectId: marked[0] })
  expect(record).toMatchObject({ action: "change.edited", detail: { before: { audience: "internal" }, after: { audience: "customer" } } })
})

test("none is marked where one of them is promised for a time, or does not exist", async () => {
  const ids = await someChanges("acme/promised")
  const { id } = await aRelease(world)
  const promised = (await getRelease(world.db, id)).changes.map((change) => change.id)
  await scheduleRelease(world, ADA, { releaseId: id, at: "2099-01-01T09:00", timeZone: "Europe/Berlin" })
  await expect(markChanges(world, ADA, marking([...ids, ...promised], "internal"))).rejects.toMatchObject({ code: "scheduled" })
  const unknown = idOf<ChangeId>("019a0000-0000-7000-8000-000000000000")
  await expect(markChanges(world, ADA, marking([...ids, unknown], "internal"))).rejects.toMatchObject({ kind: "not_found" })
  for (const one of ids) expect((await getChange(world.db, one)).audience).toBe("customer")
})

test("two people add to a release at once, and neither loses anything; what is elsewhere is named", async () => {
  const ids = await someChanges("acme/added")
  const release = await planRelease(world, ADA, planReleaseInput.parse({ name: "The cart" }))
  const add = (...changes: (ChangeId | undefined)[]) => addChanges(world, ADA, addChangesInput.parse({ id: release, changes }))
  await Promise.all([add(ids[0]), add(ids[1], ids[2])])
  await add(ids[1])
  expect((await getRelease(world.db, release)).changes.map(({ id }) => id).toSorted()).toEqual(ids.toSorted())
  const other = await planRelease(world, ADA, planReleaseInput.parse({ name: "Elsewhere" }))
  await expect(addChanges(world, ADA, addChangesInput.parse({ id: other, changes: [ids[2]] }))).rejects.toMatchObject({
    complaints: [{ path: "changes.0", message: expect.stringContaining('"The cart"') }],
  })
})
