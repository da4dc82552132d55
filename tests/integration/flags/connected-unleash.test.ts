import { afterAll, beforeAll, beforeEach, expect, test } from "vitest"
import { addConnectedFlag } from "#lib/flags/add-connected-flag.ts"
import { createFlagConnection } from "#lib/flags/create-flag-connection.ts"
import type { FlagChange, Seen } from "#lib/flags/flag-provider.ts"
import { getFlag, getFlagConnection } from "#lib/flags/queries.ts"
import { testFlagConnection } from "#lib/flags/test-flag-connection.ts"
import type { FlagConnectionId, FlagId } from "#lib/kernel/ids.ts"
import { type OpenRuntime, openRuntime } from "#lib/runtime.ts"
import { type FakeUnleash, startFakeUnleash } from "#tests/support/fake-unleash.ts"
import { ADA, aWorld, type World } from "#tests/support/world.ts"

/** The runtime as the composition root puts it together: guard, sealed token, adapter, lease. */
let world: World
let other: OpenRuntime
let unleash: FakeUnleash
let connection: FlagConnectionId
beforeAll(async () => {
  unleash = await startFakeUnleash()
  world = await aWorld({ CURTAIN_ALLOW_PRIVATE_HOSTS: new URL(unleash.url).host })
  other = await openRuntime(world.settings, { url: world.url, publicUrl: world.publicUrl, publicRole: "curtain_public" })
  const { url, token, project } = unleash
  connection = await createFlagConnection(world, ADA, { kind: "unleash", name: "Unleash", baseUrl: url, project, token })
  afterAll(async () => {
    await other.close()
    await unleash.stop()
  })
})
beforeEach(() => {
  unleash.faults.clear()
  unleash.requests.length = 0
})

const add = (key: string) => {
  unleash.createFlag(key)
  return addConnectedFlag(world, ADA, { connection, key, environment: "production", description: "" })
}

async function recordedOf(id: FlagId): Promise<Seen> {
  const answer = await world.flags.read(id)
  if (answer.is !== "seen") throw new Error(`the flag was not seen: ${answer.reason}`)
  return answer
}

async function untilDone(write: () => Promise<{ is: string }>): Promise<string> {
  for (;;) {
    const { is } = await write()
    if (is !== "retry") return is
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

test("Six writers in two processes leave one strategy, and the flag serves everyone", async () => {
  const id = await add("six-writers")
  const { state } = await recordedOf(id)
  const change: FlagChange = { recorded: state, desired: { kind: "everyone" }, key: "one" }
  const writers = Array.from({ length: 6 }, (_, at) => untilDone(() => (at % 2 === 0 ? world : other).flags.set(id, change)))
  expect(await Promise.all(writers)).toEqual(Array(6).fill("set"))
  expect(unleash.flag("six-writers").environments.production?.strategies).toHaveLength(1)
  await other.flags.read(id)
  expect(await getFlag(world.db, id)).toMatchObject({ exposure: { kind: "everyone" } })
})

test("A flag that the service does not have gets no row, and one that it has is restored to what it was", async () => {
  await expect(addConnectedFlag(world, ADA, { connection, key: "slip", environment: "production", description: "" })).rejects.toMatchObject(
    {
      code: "invalid",
    },
  )
  const id = await add("there-and-back")
  const { state } = await recordedOf(id)
  const change: FlagChange = { recorded: state, desired: { kind: "percentage", percent: 25 }, key: "two" }
  expect(await world.flags.set(id, change)).toEqual({ is: "set" })
  expect(await world.flags.read(id)).toMatchObject({ exposure: { kind: "percentage", percent: 25 } })
  expect(await world.flags.restore(id, change)).toMatchObject({ is: "restored", seen: { exposure: { kind: "off" } } })
  expect(await getFlag(world.db, id)).toMatchObject({ exposure: { kind: "off" } })
})

test("A test of the connection says what the service said", async () => {
  await testFlagConnection(world, ADA, connection)
  expect(await getFlagConnection(world.db, connection)).toMatchObject({ report: { ok: true }, testedAt: expect.anything() })
})

test("A service that says 429 is left in peace by the other process too", async () => {
  const id = await add("quiet")
  unleash.faults.add({ does: { answers: 429, headers: { "retry-after": "30" } }, times: 1 })
  unleash.requests.length = 0
  expect(await world.flags.read(id)).toMatchObject({ is: "retry", afterMs: 30_000 })
  expect(await other.flags.read(id)).toMatchObject({ is: "retry", reason: expect.stringContaining("left in peace") })
  expect(unleash.requests).toHaveLength(1)
})
