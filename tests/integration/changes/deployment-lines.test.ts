import { expect, test } from "vitest"
import { listBroughtChanges } from "#lib/changes/list-brought-changes.ts"
import { listDeploymentLines } from "#lib/changes/list-deployment-lines.ts"
import { listChanges } from "#lib/changes/queries.ts"
import { aWorld } from "#tests/support/world.ts"
import { deploy } from "./deployment-steps.ts"

const world = await aWorld()
const lines = (environment: string) => listDeploymentLines(world.db, { repository: "acme/shop", environment, after: null, limit: 10 })

test("a deployment brought what its environment did not have, and one of an older SHA took back the rest", async () => {
  await deploy(world, { of: "a", at: "2026-01-01T09:00:00Z", commits: ["a"] })
  await deploy(world, { of: "d", at: "2026-01-02T09:00:00Z", commits: ["b", "c", "d"] })
  await deploy(world, { of: "d", at: "2026-01-03T09:00:00Z", status: "failure", id: "again" })
  await deploy(world, { of: "b", at: "2026-01-04T09:00:00Z", id: "back" })
  await deploy(world, { of: "d", at: "2026-01-05T09:00:00Z", environment: "staging" })
  expect((await lines("production")).map(({ status, changed }) => [status, changed])).toEqual([
    ["success", { is: "took back", count: 2 }],
    ["failure", null],
    ["success", { is: "brought", count: 3 }],
    ["success", { is: "brought", count: 1 }],
  ])
  const [staged] = await lines("staging")
  expect(staged).toMatchObject({ changed: { is: "brought", count: 4 }, toldBy: { kind: "bootstrap", name: "bootstrap token" } })
  const [back] = await lines("production")
  if (back === undefined) throw new Error("no deployment")
  const taken = await listBroughtChanges(world.db, { id: back.id, limit: 10 })
  expect(taken.map(({ title }) => title)).toEqual(["d", "c"])
  const [one, ...others] = await listDeploymentLines(world.db, { id: back.id, after: null, limit: 2 })
  expect([one, others]).toEqual([back, []])
})

test("a SHA that nobody knows brought nothing that could be counted", async () => {
  await deploy(world, { of: "x", environment: "unknown" })
  expect((await lines("unknown")).map(({ changed }) => changed)).toEqual([null])
})

test("changes are found by title, author, SHA and pull request, and what is a pattern elsewhere is text here", async () => {
  await deploy(world, { of: "p", repository: "acme/words", commits: [{ name: "p", message: "feat: 100% of_it" }] })
  const found = async (search: string) =>
    (await listChanges(world.db, { repository: "acme/words", search, after: null, limit: 10 })).map(({ title }) => title)
  for (const search of ["100% OF_", "ada", "70000"]) expect(await found(search), search).toEqual(["100% of_it"])
  for (const search of ["100_", "o%f", "#12", "\\", "7100"]) expect(await found(search), search).toEqual([])
})
