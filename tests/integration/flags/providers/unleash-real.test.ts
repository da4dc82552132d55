import { afterAll, beforeAll, describe, expect, test, vi } from "vitest"
import type { DesiredExposure, FlagAddress } from "#lib/flags/flag-provider.ts"
import { unleashProvider } from "#lib/flags/providers/unleash.ts"
import { plainOutbound } from "#tests/support/plain-outbound.ts"
import { EACH_KIND_OF_WRITE, keepsTheContract, type Shape, see } from "#tests/support/provider-contract.ts"
import { realPeer, type UnleashPeer } from "#tests/support/unleash-peers.ts"
import { startUnleashServer, type UnleashServer } from "#tests/support/unleash-server.ts"
import { tellsTokensApart } from "#tests/support/unleash-tokens.ts"
import { staysClearOfTraps } from "#tests/support/unleash-traps.ts"
import { addStrategy, aFlag, turn, unleashUnderTest } from "#tests/support/unleash-under-test.ts"

const provider = unleashProvider(plainOutbound)

let server: UnleashServer
let peer: UnleashPeer
// The first time it is installed, too.
const BEGINS_WITHIN_MS = 300_000
beforeAll(async () => {
  server = await startUnleashServer()
  peer = realPeer(server)
}, BEGINS_WITHIN_MS)
afterAll(() => server?.stop())

describe("Unleash, by its real server", () => {
  keepsTheContract(async () => unleashUnderTest(peer), EACH_KIND_OF_WRITE)
  staysClearOfTraps(() => peer)
  tellsTokensApart(() => peer)
})

const PEOPLE = Array.from({ length: 400 }, (_, number) => ({ userId: `person-${number}` }))
const SOMEBODY = {}

/** The share of people whom a real client serves, and whether it serves somebody without a name. The server tells clients within a second or two. */
async function served(flag: FlagAddress): Promise<{ share: number; nameless: boolean }> {
  const [nameless = false, ...people] = await server.evaluate(flag.key, [SOMEBODY, ...PEOPLE])
  return { share: people.filter(Boolean).length / people.length, nameless }
}

async function setTo(shape: Shape, desired: DesiredExposure): Promise<{ flag: FlagAddress; back: () => Promise<unknown> }> {
  const flag = await aFlag(peer, shape)
  const change = { recorded: (await see({ provider }, flag)).state, desired, key: `evaluated-${flag.key}` }
  expect(await provider.set(flag, change)).toEqual({ is: "set" })
  return { flag, back: () => provider.restore(flag, change) }
}

const SOON = { timeout: 10_000, interval: 200 }

// Clients hear of a change a second or two later: side by side, these wait together.
describe.concurrent("A real client of Unleash agrees with the exposure that was read", () => {
  test.each<[Shape, DesiredExposure]>([
    ["off", { kind: "everyone" }],
    ["targeted", { kind: "everyone" }],
    ["25 %", { kind: "everyone" }],
  ])("from %s, everyone is served, and after taking it back only those of before", async (shape, desired) => {
    const before = await served(await aFlag(peer, shape))
    const { flag, back } = await setTo(shape, desired)
    await vi.waitFor(async () => expect(await served(flag)).toEqual({ share: 1, nameless: true }), SOON)
    expect(await back()).toMatchObject({ is: "restored" })
    await vi.waitFor(async () => expect((await served(flag)).share).toBeLessThan(0.4), SOON)
    expect(before.share).toBeLessThan(0.4)
  })

  test.each<Shape>(["off", "everyone", "targeted"])("from %s, a quarter is served about 25 %", async (shape) => {
    const { flag } = await setTo(shape, { kind: "percentage", percent: 25 })
    await vi.waitFor(async () => expect(Math.abs((await served(flag)).share - 0.25)).toBeLessThan(0.08), SOON)
  })

  test("off serves nobody", async () => {
    const { flag } = await setTo("everyone", { kind: "off" })
    await vi.waitFor(async () => expect(await served(flag)).toEqual({ share: 0, nameless: false }), SOON)
  })

  test("stickiness by a field serves nobody who comes without it, so it is read as targeted", async () => {
    const flag = await aFlag(peer, "off")
    await addStrategy(peer, flag, { parameters: { rollout: "100", stickiness: "userId", groupId: flag.key } })
    await turn(peer, flag, "on")
    expect((await see({ provider }, flag)).exposure).toMatchObject({ kind: "targeted" })
    await vi.waitFor(async () => expect(await served(flag)).toEqual({ share: 1, nameless: false }), SOON)
  })

  test("a share of 0 serves nobody, so it is read as off", async () => {
    const flag = await aFlag(peer, "off")
    await addStrategy(peer, flag, { parameters: { rollout: "0" } })
    await turn(peer, flag, "on")
    expect((await see({ provider }, flag)).exposure).toEqual({ kind: "off" })
    await vi.waitFor(async () => expect(await served(flag)).toEqual({ share: 0, nameless: false }), SOON)
  })

  test("variants choose what is shown, and limit nothing", async () => {
    const flag = await aFlag(peer, "off")
    const variants = ["blue", "green"].map((name) => ({ name, weight: 500, weightType: "variable", stickiness: "default" }))
    await addStrategy(peer, flag, { parameters: { rollout: "100" }, variants })
    await turn(peer, flag, "on")
    expect((await see({ provider }, flag)).exposure).toEqual({ kind: "everyone" })
    await vi.waitFor(async () => expect(await served(flag)).toEqual({ share: 1, nameless: true }), SOON)
  })

  test("a flag below a parent that is off serves nobody, although its own strategy is for everyone", async () => {
    const [child, parent] = [await aFlag(peer, "everyone"), await aFlag(peer, "off")]
    await peer.dependOn(child.key, { feature: parent.key })
    expect((await see({ provider }, child)).exposure).toMatchObject({ kind: "targeted" })
    await vi.waitFor(async () => expect(await served(child)).toEqual({ share: 0, nameless: false }), SOON)
  })
})

test("Setting a flag twice is one event in Unleash's own history", async () => {
  const flag = await aFlag(peer, "off")
  const change = { recorded: (await see({ provider }, flag)).state, desired: { kind: "everyone" } as const, key: "twice" }
  for (let times = 0; times < 2; times++) expect(await provider.set(flag, change)).toEqual({ is: "set" })
  const history = JSON.stringify(await server.admin("GET", `/api/admin/events/${flag.key}`))
  expect(history.match(/"feature-environment-enabled"/g)).toHaveLength(1)
  expect(history.match(/"feature-strategy-add"/g)).toHaveLength(1)
})

test("An environment that is switched off for the whole server changes neither what is read nor what clients are served", async () => {
  const { flag } = await setTo("off", { kind: "everyone" })
  await server.admin("POST", "/api/admin/environments/production/off")
  expect((await see({ provider }, flag)).exposure).toEqual({ kind: "everyone" })
  await vi.waitFor(async () => expect(await served(flag)).toEqual({ share: 1, nameless: true }), SOON)
  await server.admin("POST", "/api/admin/environments/production/on")
})
