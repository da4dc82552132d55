import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest"
import type { FlagAddress, FlagChange } from "#lib/flags/flag-provider.ts"
import { unleashProvider } from "#lib/flags/providers/unleash.ts"
import { unleashState } from "#lib/flags/providers/unleash-state.ts"
import { type FakeUnleash, startFakeUnleash } from "#tests/support/fake-unleash.ts"
import { plainOutbound } from "#tests/support/plain-outbound.ts"
import { type Shape, see } from "#tests/support/provider-contract.ts"
import { fakePeer } from "#tests/support/unleash-peers.ts"
import { aFlag, impatient } from "#tests/support/unleash-under-test.ts"

const provider = unleashProvider(plainOutbound)

let fake: FakeUnleash
beforeAll(async () => {
  fake = await startFakeUnleash()
})
afterEach(() => {
  fake.faults.clear()
  fake.revoked.clear()
})
afterAll(() => fake.stop())

async function aChange(shape: Shape = "off"): Promise<{ flag: FlagAddress; change: FlagChange }> {
  const flag = await aFlag(fakePeer(fake), shape)
  const change = { recorded: (await see({ provider }, flag)).state, desired: { kind: "everyone" } as const, key: `change of ${flag.key}` }
  fake.requests.length = 0
  return { flag, change }
}

async function stateOf(flag: FlagAddress) {
  return unleashState((await see({ provider }, flag)).state)
}

const ADDING = /POST .*\/strategies$/
const TURNING_ON = /POST .*\/on$/

describe("A write whose answer does not come", () => {
  test.each([{ loses: "answer" }, { loses: "answer", after: "half of it" }, { answers: 502 }, { answers: 500 }] as const)(
    "%j is looked at before it is repeated",
    async (does) => {
      const { flag, change } = await aChange()
      fake.faults.add({ on: ADDING, times: 1, does })
      expect(await provider.set(flag, change)).toMatchObject({ is: "retry" })
      expect(await provider.set(flag, change)).toEqual({ is: "set" })
      expect((await stateOf(flag)).strategies).toHaveLength(1)
      expect(await provider.restore(flag, change)).toMatchObject({ is: "restored", seen: { state: change.recorded } })
    },
  )

  test("is given up after the time that a call has, whether it was done or not", async () => {
    const hasty = unleashProvider(impatient(plainOutbound, 500))
    for (const hangs of ["applied", "not applied"] as const) {
      const { flag, change } = await aChange()
      fake.faults.add({ on: ADDING, times: 1, does: { hangs } })
      expect(await hasty.set(flag, change)).toMatchObject({ is: "retry", reason: expect.stringContaining("500 ms") })
      expect((await stateOf(flag)).strategies).toHaveLength(hangs === "applied" ? 1 : 0)
      expect(await provider.set(flag, change)).toEqual({ is: "set" })
      expect((await stateOf(flag)).strategies).toHaveLength(1)
    }
  })

  test("no call waits longer than eight seconds", async () => {
    const { flag, change } = await aChange()
    const waits: number[] = []
    const watched = unleashProvider({
      send: (request) => {
        waits.push(request.timeoutMs)
        return plainOutbound.send(request)
      },
    })
    await watched.set(flag, change)
    await watched.restore(flag, change)
    await watched.test(flag)
    expect(Math.max(...waits)).toBeLessThanOrEqual(8_000)
  })
})

describe("A write that comes late", () => {
  test("after it was repeated leaves no second strategy behind the next look", async () => {
    const { flag, change } = await aChange()
    fake.faults.add({ on: ADDING, times: 1, does: { applies: "late" } })
    expect(await provider.set(flag, change)).toMatchObject({ is: "retry" })
    expect(await provider.set(flag, change)).toEqual({ is: "set" })
    fake.faults.land()
    expect((await stateOf(flag)).strategies).toHaveLength(2)
    expect(await provider.set(flag, change)).toEqual({ is: "set" })
    expect((await stateOf(flag)).strategies).toHaveLength(1)
  })

  test("is taken back with all its copies", async () => {
    const { flag, change } = await aChange()
    fake.faults.add({ on: ADDING, times: 2, does: { applies: "late" } })
    for (let times = 0; times < 3; times++) await provider.set(flag, change)
    fake.faults.land()
    expect((await stateOf(flag)).strategies).toHaveLength(3)
    expect(await provider.restore(flag, change)).toMatchObject({ is: "restored", seen: { state: change.recorded } })
  })

  test("after the flag was taken back is taken back by the next look, as long as it is one of ours", async () => {
    const { flag, change } = await aChange()
    fake.faults.add({ on: ADDING, times: 1, does: { applies: "late" } })
    await provider.set(flag, change)
    expect(await provider.restore(flag, change)).toMatchObject({ is: "restored" })
    fake.faults.land()
    expect(await provider.restore(flag, change)).toMatchObject({ is: "restored", seen: { state: change.recorded } })
  })

  test("and turns on what has no strategy any more cannot be told from a person's: it is left alone, and said", async () => {
    const { flag, change } = await aChange()
    fake.faults.add({ on: TURNING_ON, times: 1, does: { applies: "late" } })
    await provider.set(flag, change)
    expect(await provider.restore(flag, change)).toMatchObject({ is: "restored" })
    fake.faults.land()
    expect(await provider.restore(flag, change)).toMatchObject({ is: "left_alone", reason: expect.stringContaining("on for everyone") })
  })
})

describe("A service that asks for peace", () => {
  test.each<[string, Record<string, string>, number | undefined]>([
    ["in seconds", { "retry-after": "12" }, 12_000],
    [
      "until a date",
      { "retry-after": new Date(Date.now() + 3_600_000).toUTCString(), date: new Date(Date.now()).toUTCString() },
      3_600_000,
    ],
    ["without a time", {}, undefined],
  ])("%s gets it in the middle of a plan, and the plan goes on later", async (_, headers, afterMs) => {
    const { flag, change } = await aChange()
    fake.faults.add({ on: TURNING_ON, times: 1, does: { answers: 429, headers } })
    const answer = await provider.set(flag, change)
    expect(answer).toMatchObject({ is: "retry" })
    expect("afterMs" in answer ? answer.afterMs : undefined).toBe(afterMs)
    expect(fake.requests.at(-1)).toMatchObject({ status: 429 })
    expect(await provider.set(flag, change)).toEqual({ is: "set" })
    expect(fake.writes()).toHaveLength(3)
  })

  test("is asked nothing else when it answers a look with it", async () => {
    const { flag, change } = await aChange("25 %")
    fake.faults.add({ does: { answers: 429, headers: { "retry-after": "1" } } })
    expect(await provider.set(flag, change)).toMatchObject({ is: "retry", afterMs: 1_000 })
    expect(await provider.restore(flag, change)).toMatchObject({ is: "retry", afterMs: 1_000 })
    expect(fake.requests).toHaveLength(2)
  })
})

describe("A caller whose lease ends", () => {
  test("sends nothing more from that call on, wherever in the plan it is, and leaves what the next one can go on from", async () => {
    for (let calls = 0; ; calls++) {
      const { flag, change } = await aChange("targeted")
      let left = calls
      const answer = await provider.set({ ...flag, mayCall: () => left-- > 0 }, change)
      expect(fake.requests.length).toBeLessThanOrEqual(calls)
      expect(await provider.set(flag, change)).toEqual({ is: "set" })
      if (answer.is === "set") return
      expect(answer).toMatchObject({ is: "retry" })
    }
  })
})

describe("A refusal", () => {
  test("by a token that was taken back in the middle ends the plan, and what was done is put back once the token is good", async () => {
    const { flag, change } = await aChange()
    const revoking = unleashProvider({
      send: async (request) => {
        const answer = await plainOutbound.send(request)
        if (ADDING.test(`${request.method} ${request.url}`)) fake.revoked.add(flag.token)
        return answer
      },
    })
    expect(await revoking.set(flag, change)).toMatchObject({ is: "refused", because: "credential" })
    expect(await provider.restore(flag, change)).toMatchObject({ is: "refused", because: "credential" })
    fake.revoked.clear()
    expect(await provider.restore(flag, change)).toMatchObject({ is: "restored", seen: { state: change.recorded } })
  })

  test("of one flag is for that flag", async () => {
    const [third, other] = [await aChange(), await aChange()]
    fake.faults.add({ on: new RegExp(`/features/${third.flag.key}/.*/on`), does: { answers: 403 } })
    expect(await provider.set(third.flag, third.change)).toMatchObject({ is: "refused", because: "credential" })
    expect(await provider.set(other.flag, other.change)).toEqual({ is: "set" })
  })

  test.each([404, 409, 500])("with %s over a state that has not changed is believed the second time", async (answers) => {
    const { flag, change } = await aChange("25 %")
    const body = answers === 500 ? '{"message":"Test operation failed"}' : "{}"
    fake.faults.add({ on: /PATCH/, does: { answers, body } })
    expect(await provider.set(flag, change)).toMatchObject({ is: "refused" })
    expect(fake.writes()).toHaveLength(1)
  })

  test("tells neither the token nor what the service said", async () => {
    const { flag, change } = await aChange()
    for (const answers of [400, 401, 403, 404, 409, 418, 429, 500, 503]) {
      fake.faults.add({ times: 3, does: { answers, body: `{"message":"secret of ${flag.token}"}` } })
      for (const answer of [await provider.read(flag), await provider.set(flag, change), await provider.test(flag)])
        expect(JSON.stringify(answer)).not.toMatch(/secret|fake-admin/)
    }
  })
})

describe("Something else that answers at the address", () => {
  test.each(["<html><body>Sign in</body></html>", "", "{}", '{"environments":[{"name":"production"}]}'])("%j is no flag", async (body) => {
    const { flag, change } = await aChange()
    fake.faults.add({ does: { answers: 200, body } })
    expect(await provider.read(flag)).toMatchObject({ is: "retry" })
    expect(await provider.set(flag, change)).toMatchObject({ is: "retry" })
    expect(fake.writes()).toEqual([])
    expect(await provider.test(flag)).toMatchObject({ ok: false, checks: [{ check: "address", status: "fail" }] })
  })

  test("nothing there is no flag either", async () => {
    const { flag } = await aChange()
    const nowhere = { ...flag, baseUrl: "http://127.0.0.1:1" }
    expect(await provider.read(nowhere)).toMatchObject({ is: "retry" })
    expect(await provider.test(nowhere)).toMatchObject({ ok: false, checks: [{ check: "address", status: "fail" }] })
  })
})

describe("A flag that moves while it is looked at", () => {
  test("is looked at again later", async () => {
    const { flag } = await aChange("25 %")
    const moving = unleashProvider({
      send: async (request) => {
        const answer = await plainOutbound.send(request)
        if (request.url.endsWith(flag.key)) fake.addStrategy(flag.key, flag.environment, { parameters: { rollout: "5" } })
        return answer
      },
    })
    expect(await moving.read(flag)).toMatchObject({ is: "retry", reason: expect.stringContaining("while it was read") })
    expect(await provider.read(flag)).toMatchObject({ is: "seen" })
  })
})

describe("A release plan", () => {
  test("is left to Unleash: its strategies are told from the others, and nothing is written", async () => {
    const { flag, change } = await aChange("targeted")
    const [strategy] = fake.flag(flag.key).environments[flag.environment]?.strategies ?? []
    if (strategy) strategy.milestoneId = "first"
    const seen = await see({ provider }, flag)
    expect(seen.exposure).toMatchObject({ kind: "unknown", reason: expect.stringContaining("release plan") })
    expect(provider.obstacle(seen.state, change.desired)).toContain("release plan")
    expect(await provider.set(flag, { ...change, recorded: seen.state })).toMatchObject({ is: "refused", because: "impossible" })
    expect(fake.writes()).toEqual([])
  })
})

describe("Test connection", () => {
  test("names the environments where changes need an approval that the token cannot skip", async () => {
    const { flag } = await aChange()
    const body = JSON.stringify([
      { environment: "development", changeRequestEnabled: false },
      { environment: "production", changeRequestEnabled: true },
    ])
    const check = expect.objectContaining({ check: "approvals in production", status: "fail" })
    fake.faults.add({ on: /change-requests\/config/, does: { answers: 200, body } })
    expect((await provider.test({ ...flag, token: fake.editorToken })).checks).toContainEqual(check)
    expect((await provider.test(flag)).checks).not.toContainEqual(check)
  })

  test("changes nothing", async () => {
    const { flag } = await aChange()
    await provider.test(flag)
    expect(fake.requests.length).toBeGreaterThan(0)
    expect(fake.writes()).toEqual([])
  })
})
