import { afterAll, beforeAll, expect, test } from "vitest"
import { changeBuiltInFlag } from "#lib/flags/change-built-in-flag.ts"
import { approveAll } from "#tests/support/a-release.ts"
import { ADA, API_TOKEN, aWorld, type World } from "#tests/support/world.ts"
import { aFlag, aRelease, launch, recall, revisionReached, steadyRevision } from "./flag-journeys.ts"
import { type ServedRoutes, serveRoutes } from "./serve-routes.ts"

let world: World
let served: ServedRoutes

beforeAll(async () => {
  world = await aWorld()
  served = await serveRoutes({ ...world, revision: steadyRevision(world) })
  await changeBuiltInFlag(world, ADA, { id: await aFlag(world, "checkout"), enabled: true })
  await revisionReached(world)
})
afterAll(() => served.close())

const CONTEXT = JSON.stringify({ context: { targetingKey: "ada" } })

/** All of an answer that a visitor gets, byte for byte; `date` aside, which is the server's clock. */
async function told(path: string, headers: Record<string, string> = {}): Promise<string> {
  const response = await fetch(`${served.url}/ofrep/v1/evaluate/flags${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: CONTEXT,
  })
  const shown = [...response.headers].filter(([name]) => name !== "date")
  return JSON.stringify([response.status, shown, await response.text()])
}

const toServer = { authorization: `Bearer ${API_TOKEN}` }

test("Whatever happens to a flag before its release, no visitor is told another byte", async () => {
  const atFirst = { bulk: await told(""), one: await told("/hidden-one"), malformed: await told("/absent-one") }
  const flag = await aFlag(world, "hidden-one")
  const releaseId = await aRelease(world, [flag])
  await changeBuiltInFlag(world, ADA, { id: flag, description: "The new editor" })
  await changeBuiltInFlag(world, ADA, { id: flag, enabled: true })
  await changeBuiltInFlag(world, ADA, { id: flag, rollout: 50 })
  await revisionReached(world)
  expect(await told("/hidden-one", toServer)).toContain("SPLIT")
  expect({ bulk: await told(""), one: await told("/hidden-one"), malformed: await told("/absent-one") }).toEqual(atFirst)
  expect(atFirst.one).toBe(atFirst.malformed.replaceAll("absent-one", "hidden-one"))
  await launch(world, releaseId)
  expect(await told("/hidden-one")).toContain(String.raw`\"value\":true,\"reason\":\"STATIC\"`)
  expect(await told("")).toContain("hidden-one")
})

test("A recall makes visitors forget the flag, and a second launch brings it back", async () => {
  const [atFirst, unknown] = [await told(""), await told("/recalled-one")]
  const releaseId = await aRelease(world, [await aFlag(world, "recalled-one")])
  await launch(world, releaseId)
  const launched = await told("")
  expect(launched).not.toBe(atFirst)
  await recall(world, releaseId)
  expect([await told(""), await told("/recalled-one")]).toEqual([atFirst, unknown])
  await approveAll(world, releaseId)
  await launch(world, releaseId)
  expect(await told("")).toBe(launched)
})

test("A flag that is public stays so while another release waits to move it", async () => {
  const flag = await aFlag(world, "known-one")
  await changeBuiltInFlag(world, ADA, { id: flag, enabled: true, rollout: 50 })
  await revisionReached(world)
  const known = await told("/known-one")
  const releaseId = await aRelease(world, [flag])
  expect(await told("/known-one")).toBe(known)
  await launch(world, releaseId)
  expect(await told("/known-one")).toContain("STATIC")
  await recall(world, releaseId)
  expect(await told("/known-one")).toBe(known)
})

test("A flag that a person changed after the launch is left alone by the recall", async () => {
  const flag = await aFlag(world, "changed-one")
  const releaseId = await aRelease(world, [flag])
  await launch(world, releaseId)
  await changeBuiltInFlag(world, ADA, { id: flag, enabled: false })
  await recall(world, releaseId)
  expect(await told("/changed-one")).toContain("DISABLED")
})
