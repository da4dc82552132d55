import { afterEach, describe, expect, test } from "vitest"
import type { DesiredExposure, FlagAddress } from "#lib/flags/flag-provider.ts"
import { unleashProvider } from "#lib/flags/providers/unleash.ts"
import { unleashState } from "#lib/flags/providers/unleash-state.ts"
import { plainOutbound } from "#tests/support/plain-outbound.ts"
import { prepareChange, type ServiceUnderTest, type Shape, see } from "#tests/support/provider-contract.ts"
import type { UnleashPeer } from "#tests/support/unleash-peers.ts"
import { addStrategy, aFlag, meeting, pathOf, SOME_PEOPLE, turn, unleashUnderTest } from "#tests/support/unleash-under-test.ts"

const EVERYONE: DesiredExposure = { kind: "everyone" }
const QUARTER: DesiredExposure = { kind: "percentage", percent: 25 }

/** What the service does that nobody would guess, and what the provider makes of it. Run against the real server and our fake. */
export function staysClearOfTraps(peer: () => UnleashPeer): void {
  testTurningOn(peer)
  testKeeping(peer)
  testRaces(peer)
  testParents(peer)
  testPlaces(peer)
  testApprovals(peer)
}

const provider = unleashProvider(plainOutbound)

async function prepared(peer: UnleashPeer, flag: FlagAddress, desired: DesiredExposure) {
  const service: ServiceUnderTest = { ...unleashUnderTest(peer), aFlag: async () => flag }
  return prepareChange(service, "off", desired)
}

async function exposureOf(flag: FlagAddress) {
  return (await see({ provider }, flag)).exposure
}

async function strategiesOf(flag: FlagAddress) {
  return unleashState((await see({ provider }, flag)).state).strategies
}

function testTurningOn(peer: () => UnleashPeer): void {
  describe("Turning on", () => {
    afterEach(() => peer().setDefaultStrategy(null))

    test("serves everyone although the project's own idea of on is 5 %", async () => {
      await peer().setDefaultStrategy("5")
      const flag = await aFlag(peer(), "off")
      const { change, recorded } = await prepared(peer(), flag, EVERYONE)
      expect(await provider.set(flag, change)).toEqual({ is: "set" })
      expect(await exposureOf(flag)).toEqual(EVERYONE)
      expect(await strategiesOf(flag)).toMatchObject([{ parameters: { rollout: "100" } }])
      expect(await provider.restore(flag, change)).toEqual({ is: "restored", seen: recorded })
    })

    test("leaves a disabled strategy disabled, and adds one of its own instead", async () => {
      const flag = await aFlag(peer(), "off")
      await addStrategy(peer(), flag, { disabled: true, constraints: SOME_PEOPLE })
      const { change, recorded } = await prepared(peer(), flag, QUARTER)
      expect(await provider.set(flag, change)).toEqual({ is: "set" })
      expect(await exposureOf(flag)).toEqual(QUARTER)
      expect(await strategiesOf(flag)).toMatchObject([{ disabled: true }, { disabled: false, parameters: { rollout: "25" } }])
      expect(await provider.restore(flag, change)).toEqual({ is: "restored", seen: recorded })
    })

    test("by somebody with nothing to serve makes a strategy for everyone, which is a conflict for us", async () => {
      const flag = await aFlag(peer(), "off")
      const { change } = await prepared(peer(), flag, QUARTER)
      await turn(peer(), flag, "on")
      expect(await exposureOf(flag)).toEqual(EVERYONE)
      expect(await provider.set(flag, change)).toMatchObject({ is: "refused", because: "conflict" })
      expect(await strategiesOf(flag)).toHaveLength(1)
    })
  })
}

function testKeeping(peer: () => UnleashPeer): void {
  test("A strategy that was switched off and on again keeps its constraints, segments, stickiness, title and variants", async () => {
    const flag = await aFlag(peer(), "off")
    const variants = [{ name: "blue", weight: 1000, weightType: "variable", stickiness: "default" }]
    const parameters = { rollout: "40", stickiness: "userId", groupId: "of old" }
    const segments = [await peer().aSegment()]
    await addStrategy(peer(), flag, { title: "Friends", constraints: SOME_PEOPLE, segments, parameters, variants })
    await turn(peer(), flag, "on")
    const { change, recorded } = await prepared(peer(), flag, QUARTER)
    expect(recorded.exposure).toMatchObject({ kind: "targeted", summary: expect.stringContaining("1 segment") })
    expect(await provider.set(flag, change)).toEqual({ is: "set" })
    expect(await exposureOf(flag)).toEqual(QUARTER)
    expect(await provider.restore(flag, change)).toEqual({ is: "restored", seen: recorded })
  })

  test("The last active strategy is never taken away: the service would switch the flag off by itself", async () => {
    const flag = await aFlag(peer(), "targeted")
    const { change, recorded } = await prepared(peer(), flag, QUARTER)
    const states: boolean[] = []
    const watching = unleashProvider({
      send: async (request) => {
        const answer = await plainOutbound.send(request)
        if (request.method !== "GET") states.push(unleashState((await see({ provider }, flag)).state).enabled)
        return answer
      },
    })
    await watching.set(flag, change)
    await watching.restore(flag, change)
    expect(states).toEqual([true, true, true, true])
    expect(await see({ provider }, flag)).toEqual(recorded)
  })

  test("A share that is no share is not believed, and a strategy for everyone beside it is", async () => {
    const flag = await aFlag(peer(), "off")
    await addStrategy(peer(), flag, { parameters: { rollout: "150" } })
    await turn(peer(), flag, "on")
    expect(await exposureOf(flag)).toMatchObject({ kind: "unknown" })
    const { change, recorded } = await prepared(peer(), flag, EVERYONE)
    expect(await provider.set(flag, change)).toEqual({ is: "set" })
    expect(await exposureOf(flag)).toEqual(EVERYONE)
    expect(await provider.restore(flag, change)).toEqual({ is: "restored", seen: recorded })
  })
}

async function shareTo(peer: UnleashPeer, flag: FlagAddress, value: string): Promise<void> {
  const [strategy] = await strategiesOf(flag)
  await peer.admin("PATCH", `${pathOf(flag)}/strategies/${strategy?.id}`, [{ op: "replace", path: "/parameters/rollout", value }])
}

function testRaces(peer: () => UnleashPeer): void {
  test("Somebody who changes the share between our look and our write wins", async () => {
    const flag = await aFlag(peer(), "25 %")
    const { change } = await prepared(peer(), flag, EVERYONE)
    const racing = unleashProvider(meeting(/PATCH/, () => shareTo(peer(), flag, "7")))
    expect(await racing.set(flag, change)).toMatchObject({ is: "refused", because: "conflict" })
    expect(await exposureOf(flag)).toEqual({ kind: "percentage", percent: 7 })
    expect(await provider.restore(flag, change)).toMatchObject({ is: "left_alone" })
  })

  test("Somebody who takes the strategy away between our look and our write wins", async () => {
    const flag = await aFlag(peer(), "25 %")
    const { change } = await prepared(peer(), flag, EVERYONE)
    const racing = unleashProvider(meeting(/PATCH/, () => unleashUnderTest(peer()).move(flag, "off")))
    expect(await racing.set(flag, change)).toMatchObject({ is: "refused", because: "conflict" })
    expect(await exposureOf(flag)).toEqual({ kind: "off" })
    expect(await strategiesOf(flag)).toEqual([])
  })

  test("A share that was changed and changed back is compared by the service itself", async () => {
    const flag = await aFlag(peer(), "25 %")
    const { change } = await prepared(peer(), flag, EVERYONE)
    let answers = 0
    const racing = unleashProvider({
      send: async (request) => {
        if (request.method !== "PATCH" || answers++ > 0) return plainOutbound.send(request)
        await shareTo(peer(), flag, "30")
        const answer = await plainOutbound.send(request)
        expect(answer).toMatchObject({ is: "answered", status: 500 })
        await shareTo(peer(), flag, "25")
        return answer
      },
    })
    // The look after the refusal shows what was there before: the service minded something that is gone again.
    expect(await racing.set(flag, change)).toMatchObject({ is: "refused", because: "conflict" })
    expect(await exposureOf(flag)).toEqual(QUARTER)
  })

  test("Six callers at once, with nobody to serialise them, leave one strategy", async () => {
    const flag = await aFlag(peer(), "off")
    const { change, recorded } = await prepared(peer(), flag, EVERYONE)
    const attempt = async (): Promise<unknown> => {
      const answer = await provider.set(flag, change)
      return answer.is === "retry" ? attempt() : answer
    }
    expect(await Promise.all(Array.from({ length: 6 }, attempt))).toEqual(Array.from({ length: 6 }, () => ({ is: "set" })))
    expect(await strategiesOf(flag)).toHaveLength(1)
    expect(await exposureOf(flag)).toEqual(EVERYONE)
    expect(await provider.restore(flag, change)).toEqual({ is: "restored", seen: recorded })
  })

  test("Six callers one after the other write once", async () => {
    const flag = await aFlag(peer(), "off")
    const { change } = await prepared(peer(), flag, EVERYONE)
    const service = unleashUnderTest(peer())
    for (let caller = 0; caller < 6; caller++) expect(await service.provider.set(flag, change)).toEqual({ is: "set" })
    expect(await service.countWrites(flag)).toBe(2)
  })
}

function testParents(peer: () => UnleashPeer): void {
  test("A flag below a parent that is off cannot reach anybody, which is told before anything is written", async () => {
    const [child, parent] = [await aFlag(peer(), "off"), await aFlag(peer(), "off")]
    await peer().dependOn(child.key, { feature: parent.key })
    const { change, recorded } = await prepared(peer(), child, EVERYONE)
    expect(provider.obstacle(recorded.state, EVERYONE)).toContain(parent.key)
    expect(await provider.set(child, change)).toMatchObject({ is: "refused", because: "impossible" })
    expect(await see({ provider }, child)).toEqual(recorded)
  })

  test("A parent that comes on for everyone in the meantime is no conflict", async () => {
    const [child, parent] = [await aFlag(peer(), "off"), await aFlag(peer(), "off")]
    await peer().dependOn(child.key, { feature: parent.key })
    const { change } = await prepared(peer(), child, EVERYONE)
    await unleashUnderTest(peer()).move(parent, "everyone")
    expect(await provider.set(child, change)).toEqual({ is: "set" })
    expect(await exposureOf(child)).toEqual(EVERYONE)
    await unleashUnderTest(peer()).move(parent, "25 %")
    expect(await exposureOf(child)).toMatchObject({ kind: "targeted", summary: expect.stringContaining(parent.key) })
    expect(await provider.restore(child, change)).toMatchObject({ is: "restored" })
  })

  test("A flag that wants its parent off is not judged", async () => {
    const [child, parent] = [await aFlag(peer(), "everyone"), await aFlag(peer(), "off")]
    await peer().dependOn(child.key, { feature: parent.key, enabled: false })
    expect(await exposureOf(child)).toMatchObject({ kind: "unknown" })
  })
}

function testPlaces(peer: () => UnleashPeer): void {
  test("An archived flag is not there, though its environment would still say on", async () => {
    const flag = await aFlag(peer(), "everyone")
    const { change } = await prepared(peer(), flag, { kind: "off" })
    await peer().archive(flag.key)
    const missing = { is: "refused", because: "missing", reason: expect.stringContaining("archived") }
    expect(await provider.read(flag)).toMatchObject(missing)
    expect(await provider.set(flag, change)).toMatchObject(missing)
  })

  test("An environment that the flag does not have is named", async () => {
    const flag = { ...(await aFlag(peer(), "off")), environment: "moon" }
    expect(await provider.read(flag)).toMatchObject({ is: "refused", because: "missing", reason: expect.stringContaining("moon") })
  })

  test("A flag of another project stays unnamed", async () => {
    const flag = { ...(await aFlag(peer(), "off")), project: "elsewhere" }
    const answer = await provider.read(flag)
    expect(answer).toMatchObject({ is: "refused", because: "missing" })
    expect(JSON.stringify(answer)).not.toContain("default")
  })
}

function testApprovals(peer: () => UnleashPeer): void {
  describe("Where changes need an approval", () => {
    afterEach(() => peer().needApprovals("not needed"))

    test.each<[Shape, DesiredExposure]>([
      ["off", EVERYONE],
      ["25 %", EVERYONE],
      ["everyone", { kind: "off" }],
    ])("an editor's token is refused from %s, and nothing is written", async (shape, desired) => {
      const flag = { ...(await aFlag(peer(), shape)), token: await peer().personalToken("editor") }
      const { change, recorded } = await prepared(peer(), flag, desired)
      await peer().needApprovals("needed")
      expect(await provider.set(flag, change)).toMatchObject({ is: "refused", because: "approval" })
      expect(await see({ provider }, flag)).toEqual(recorded)
      await peer().needApprovals("not needed")
      expect(await provider.set(flag, change)).toEqual({ is: "set" })
    })
  })
}
