import { afterAll, beforeAll, describe, expect, test } from "vitest"
import type { DesiredExposure, FlagAddress, FlagChange, FlagProvider, ProviderState, Seen } from "#lib/flags/flag-provider.ts"

/** How a flag can stand before a release moves it. "7 %" is what nobody in these tests wants. */
export type Shape = "off" | "everyone" | "25 %" | "targeted" | "7 %"

/** A flag service as the suite drives it. */
export type ServiceUnderTest = {
  provider: FlagProvider
  aFlag(shape: Shape): Promise<FlagAddress>
  /** Somebody else's change, past the provider. */
  move(flag: FlagAddress, shape: Shape): Promise<void>
  /** How many writes the service has done for a flag by the provider. */
  countWrites(flag: FlagAddress): Promise<number>
  /** The same provider, but after so many writes that were done no answer arrives any more. */
  cutAfter(writes: number): FlagProvider
  /** A state without what is a flag's own: its key, and ids that the service gives. */
  comparable(state: ProviderState, flag: FlagAddress): unknown
  close?(): Promise<void>
}

type Change = { from: Shape; to: DesiredExposure }

const ALL_CHANGES: Change[] = [
  { from: "off", to: { kind: "everyone" } },
  { from: "off", to: { kind: "percentage", percent: 25 } },
  { from: "everyone", to: { kind: "off" } },
  { from: "everyone", to: { kind: "percentage", percent: 25 } },
  { from: "25 %", to: { kind: "everyone" } },
  { from: "25 %", to: { kind: "percentage", percent: 50 } },
  { from: "targeted", to: { kind: "everyone" } },
  { from: "targeted", to: { kind: "percentage", percent: 25 } },
  { from: "targeted", to: { kind: "off" } },
]

/** Each kind of write there is once, for a service that takes its time. */
export const EACH_KIND_OF_WRITE: Change[] = [
  { from: "off", to: { kind: "everyone" } },
  { from: "25 %", to: { kind: "percentage", percent: 50 } },
  { from: "targeted", to: { kind: "percentage", percent: 25 } },
  { from: "everyone", to: { kind: "off" } },
]

/** What every flag service behind the port keeps, whatever it is made of. */
export function keepsTheContract(open: () => Promise<ServiceUnderTest>, changes = ALL_CHANGES): void {
  let service: ServiceUnderTest
  beforeAll(async () => {
    service = await open()
  })
  afterAll(() => service.close?.())
  describe.each(changes.map((change) => ({ ...change, name: nameOf(change) })))("$name", (change) => testChange(() => service, change))
  testWhatIsThereAlready(() => service)
  testMissingFlag(() => service)
  testObstacles(() => service, changes)
  testLease(() => service)
}

function nameOf({ from, to }: Change): string {
  return `From ${from} to ${to.kind === "percentage" ? `${to.percent} %` : to.kind}`
}

type Service = () => ServiceUnderTest

function testChange(service: Service, { from, to }: Change): void {
  const prepare = () => prepareChange(service(), from, to)

  test("is reached, is shown, and is there already the second time", async () => {
    const { flag, change } = await prepare()
    expect(await service().provider.set(flag, change)).toEqual({ is: "set" })
    expect((await see(service(), flag)).exposure).toEqual(to)
    const writes = await service().countWrites(flag)
    expect(await service().provider.set(flag, change)).toEqual({ is: "set" })
    expect(await service().countWrites(flag)).toBe(writes)
  })

  test("is taken back to exactly what was recorded, and only once", async () => {
    const { flag, change, recorded } = await prepare()
    await service().provider.set(flag, change)
    expect(await service().provider.restore(flag, change)).toEqual({ is: "restored", seen: await see(service(), flag) })
    expect(await see(service(), flag)).toEqual(recorded)
    const writes = await service().countWrites(flag)
    expect(await service().provider.restore(flag, change)).toMatchObject({ is: "restored" })
    expect(await service().countWrites(flag)).toBe(writes)
  })

  test("goes on after any write that was interrupted, to the same end", async () => {
    const whole = await prepare()
    await service().provider.set(whole.flag, whole.change)
    const end = await comparable(service(), whole.flag)
    for (let writes = 0; writes <= (await service().countWrites(whole.flag)); writes++) {
      const { flag, change } = await prepare()
      expect(await service().cutAfter(writes).set(flag, change)).toMatchObject({ is: "retry" })
      expect(await service().countWrites(flag)).toBe(writes)
      expect(await service().provider.set(flag, change)).toEqual({ is: "set" })
      expect(await comparable(service(), flag), `after ${writes} writes`).toEqual(end)
    }
  })

  test("is taken back after any write that was interrupted", async () => {
    const whole = await prepare()
    await service().provider.set(whole.flag, whole.change)
    for (let writes = 0; writes <= (await service().countWrites(whole.flag)); writes++) {
      const { flag, change, recorded } = await prepare()
      await service().cutAfter(writes).set(flag, change)
      expect(await service().provider.restore(flag, change)).toMatchObject({ is: "restored" })
      expect(await see(service(), flag), `after ${writes} writes`).toEqual(recorded)
    }
  })

  test("is taken back although taking back was interrupted", async () => {
    const whole = await prepare()
    await service().provider.set(whole.flag, whole.change)
    for (let writes = 0; writes <= (await service().countWrites(whole.flag)); writes++) {
      const { flag, change, recorded } = await prepare()
      await service().provider.set(flag, change)
      expect(await service().cutAfter(writes).restore(flag, change)).toMatchObject({ is: "retry" })
      expect(await service().provider.restore(flag, change)).toMatchObject({ is: "restored" })
      expect(await see(service(), flag), `after ${writes} writes`).toEqual(recorded)
    }
  })

  test("is refused over somebody else's change, with nothing written", async () => {
    const { flag, change } = await prepare()
    await service().move(flag, "7 %")
    const moved = await see(service(), flag)
    expect(await service().provider.set(flag, change)).toMatchObject({ is: "refused", because: "conflict" })
    expect(await see(service(), flag)).toEqual(moved)
    expect(await service().countWrites(flag)).toBe(0)
  })

  test("is left alone, once set, where somebody changed it since", async () => {
    const { flag, change } = await prepare()
    await service().provider.set(flag, change)
    const writes = await service().countWrites(flag)
    await service().move(flag, "7 %")
    const moved = await see(service(), flag)
    const answer = await service().provider.restore(flag, change)
    expect(answer).toMatchObject({ is: "left_alone", seen: moved, reason: expect.stringContaining("7 %") })
    expect(await see(service(), flag)).toEqual(moved)
    expect(await service().countWrites(flag)).toBe(writes)
  })

  test("two attempts side by side come to one end", async () => {
    const whole = await prepare()
    await service().provider.set(whole.flag, whole.change)
    const { flag, change } = await prepare()
    const attempt = () => untilAnswered(() => service().provider.set(flag, change))
    expect(await Promise.all([attempt(), attempt()])).toEqual([{ is: "set" }, { is: "set" }])
    expect(await comparable(service(), flag)).toEqual(await comparable(service(), whole.flag))
  })
}

function testWhatIsThereAlready(service: Service): void {
  const there: [Shape, DesiredExposure][] = [
    ["off", { kind: "off" }],
    ["everyone", { kind: "everyone" }],
    ["25 %", { kind: "percentage", percent: 25 }],
  ]
  test.each(there)("A flag that is %s already is not written, and is restored as it is", async (shape, desired) => {
    const { flag, change, recorded } = await prepareChange(service(), shape, desired)
    expect(await service().provider.set(flag, change)).toEqual({ is: "set" })
    expect(await service().provider.restore(flag, change)).toEqual({ is: "restored", seen: recorded })
    expect(await service().countWrites(flag)).toBe(0)
  })

  test("What somebody else brought to the desired exposure is not written", async () => {
    const { flag, change } = await prepareChange(service(), "off", { kind: "everyone" })
    await service().move(flag, "everyone")
    expect(await service().provider.set(flag, change)).toEqual({ is: "set" })
    expect(await service().countWrites(flag)).toBe(0)
  })
}

function testMissingFlag(service: Service): void {
  test("A flag that is not there is refused as missing, whatever is asked", async () => {
    const { flag, change } = await prepareChange(service(), "off", { kind: "everyone" })
    const missing = { ...flag, key: "no-such-flag" }
    const refused = { is: "refused", because: "missing" }
    expect(await service().provider.read(missing)).toMatchObject(refused)
    expect(await service().provider.set(missing, change)).toMatchObject(refused)
    expect(await service().provider.restore(missing, change)).toMatchObject(refused)
  })
}

function testObstacles(service: Service, changes: Change[]): void {
  test.each([-1, 12.5, 101])("A share of %s percent is an obstacle, told before anything is written", async (percent) => {
    const { flag, change, recorded } = await prepareChange(service(), "off", { kind: "percentage", percent })
    expect(service().provider.obstacle(recorded.state, change.desired)).toMatch(/no whole number/)
    expect(await service().provider.set(flag, change)).toMatchObject({ is: "refused", because: "impossible" })
    expect(await service().countWrites(flag)).toBe(0)
  })

  test.each(changes)("Nothing stands in the way from $from to $to.kind", async ({ from, to }) => {
    const { recorded } = await prepareChange(service(), from, to)
    expect(service().provider.obstacle(recorded.state, to)).toBeNull()
  })
}

function testLease(service: Service): void {
  test("Whoever may not call any more writes nothing, and goes on when they may again", async () => {
    const { flag, change } = await prepareChange(service(), "off", { kind: "everyone" })
    const late = { ...flag, mayCall: () => false }
    expect(await service().provider.set(late, change)).toMatchObject({ is: "retry" })
    expect(await service().countWrites(flag)).toBe(0)
    await service().provider.set(flag, change)
    const writes = await service().countWrites(flag)
    expect(await service().provider.restore(late, change)).toMatchObject({ is: "retry" })
    expect(await service().countWrites(flag)).toBe(writes)
    expect(await service().provider.restore({ ...flag, mayCall: () => true }, change)).toMatchObject({ is: "restored" })
  })
}

type Prepared = { flag: FlagAddress; change: FlagChange; recorded: Seen }

let changes = 0

/** A flag as a launch finds it, and what the launch wants. What was recorded has been through JSON in between. */
export async function prepareChange(service: ServiceUnderTest, from: Shape, desired: DesiredExposure): Promise<Prepared> {
  const flag = await service.aFlag(from)
  const recorded = await see(service, flag)
  const key = `change-${++changes}`
  return { flag, recorded, change: { recorded: JSON.parse(JSON.stringify(recorded.state)), desired, key } }
}

export async function see(service: Pick<ServiceUnderTest, "provider">, flag: FlagAddress): Promise<Seen> {
  const seen = await service.provider.read(flag)
  if (seen.is !== "seen") throw new Error(`the flag cannot be read: ${seen.reason}`)
  return seen
}

async function comparable(service: ServiceUnderTest, flag: FlagAddress): Promise<unknown> {
  return service.comparable((await see(service, flag)).state, flag)
}

/** As a job would ask again: what moves while it is read is no answer yet. */
async function untilAnswered<T extends { is: string }>(ask: () => Promise<T>): Promise<T> {
  const answer = await ask()
  return answer.is === "retry" ? untilAnswered(ask) : answer
}
