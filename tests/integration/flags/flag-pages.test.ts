import { beforeAll, expect, test } from "vitest"
import { changeBuiltInFlag } from "#lib/flags/change-built-in-flag.ts"
import { listFlagChoices } from "#lib/flags/list-flag-choices.ts"
import { listFlagDrifts } from "#lib/flags/list-flag-drifts.ts"
import { lookAtFlag } from "#lib/flags/look-at-flag.ts"
import { getFlag, listFlags } from "#lib/flags/queries.ts"
import { type FlagId, idOf, newId, type PersonId } from "#lib/kernel/ids.ts"
import { watchReleased } from "#lib/launch/watch-released.ts"
import { aRelease } from "#tests/support/a-release.ts"
import { launch } from "#tests/support/launch-steps.ts"
import { ADA, aWorld } from "#tests/support/world.ts"
import { aConnectedFlag, aConnection, type Connected, connected, seen } from "./connection-steps.ts"
import { aFlag } from "./flag-steps.ts"

let world: Connected
beforeAll(async () => {
  world = connected(await aWorld())
})

const keys = async (filter: Omit<Parameters<typeof listFlags>[1], "after" | "limit">) =>
  (await listFlags(world.db, { ...filter, after: null, limit: 10 })).map(({ key }) => key)

test("flags are found by a part of their key or description, whatever the case, and signs mean themselves", async () => {
  const id = await aFlag(world, "Checkout-v2")
  await changeBuiltInFlag(world, ADA, { id, description: "Pay in 100% fewer_steps" })
  await aFlag(world, "other")
  expect(await keys({ search: "CHECKOUT" })).toEqual(["Checkout-v2"])
  expect(await keys({ search: "100%" })).toEqual(["Checkout-v2"])
  expect(await keys({ search: "fewer_s" })).toEqual(["Checkout-v2"])
  expect(await keys({ search: "%" })).toEqual(["Checkout-v2"])
  expect(await keys({ search: "fewer-s" })).toEqual([])
})

test("a released flag that somebody changes by hand is listed as drifted, until it is as it was left", async () => {
  const { id: releaseId } = await aRelease(world, { name: "Faster search", flags: [{ key: "faster-search" }] })
  const launchId = await launch(world, releaseId)
  const [flag] = await listFlags(world.db, { key: "faster-search", after: null, limit: 1 })
  const id = flag?.id ?? newId<FlagId>()
  expect(await keys({ stands: "drifted" })).toEqual([])
  await changeBuiltInFlag(world, ADA, { id, rollout: 40 })
  await watchReleased(world)
  expect(await keys({ stands: "drifted" })).toEqual(["faster-search"])
  expect(await listFlagDrifts(world.db, [id])).toMatchObject([
    { flagId: id, launchId, release: { id: releaseId, name: "Faster search" }, seen: "It is on for 40 %." },
  ])
  await changeBuiltInFlag(world, ADA, { id, rollout: 100 })
  await watchReleased(world)
  expect(await listFlagDrifts(world.db, [id])).toEqual([])
})

test("what a list can be narrowed to is every connection with its flags, the built-in one first, and every environment", async () => {
  const empty = await aConnection(world, { name: "A an empty one" })
  await aFlag(world, "elsewhere", "staging")
  const { connections, environments } = await listFlagChoices(world.db)
  expect(connections.slice(0, 2)).toEqual([
    { id: "builtin", name: "Built-in flags", flags: expect.any(Number) },
    { id: empty, name: "A an empty one", flags: 0 },
  ])
  expect(connections[0]?.flags).toBe((await listFlags(world.db, { connection: "builtin", after: null, limit: 100 })).length)
  expect(environments).toEqual(["production", "staging"])
})

test("looking at a flag of another service keeps what it serves now, and says why it could not be seen", async () => {
  const id = await aConnectedFlag(world, "away")
  world.service.answers.read = seen({ kind: "percentage", percent: 30 })
  expect(await lookAtFlag(world, ADA, id)).toEqual({ kind: "percentage", percent: 30 })
  expect((await getFlag(world.db, id)).exposure).toEqual({ kind: "percentage", percent: 30 })
  world.service.answers.read = { is: "refused", because: "missing", reason: "It is archived." }
  await expect(lookAtFlag(world, ADA, id)).rejects.toMatchObject({
    code: "flag_service_refused",
    message: expect.stringContaining("archived"),
  })
  const viewer = { kind: "person", id: idOf<PersonId>("1"), name: "Vera", role: "viewer" } as const
  await expect(lookAtFlag(world, viewer, id)).rejects.toMatchObject({ code: "forbidden" })
})
