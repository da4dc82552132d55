import { expect, test } from "vitest"
import { type Lanes, NO_REST, openLanes, type Rest } from "#lib/jobs/lanes.ts"
import { type Log, openLog } from "#lib/kernel/log.ts"

const warned: unknown[] = []
const log = { ...openLog("error"), warn: (line: unknown) => void warned.push(line) } as Log

function open(atOnce = 3): Lanes {
  return openLanes(log, { name: "test", atOnce })
}

/** Work that is in hand until it is told to end, and that notes its beginnings. */
function work() {
  const begun: PromiseWithResolvers<Rest>[] = []
  const run = () => {
    const one = Promise.withResolvers<Rest>()
    begun.push(one)
    return one.promise
  }
  return { run, begun, end: (rest = NO_REST) => begun.at(-1)?.resolve(rest) }
}

/** What the next rounds do. Says how often the work was begun so far. */
function askedAgain(lanes: Lanes, key: string, { run, begun }: ReturnType<typeof work>): number {
  lanes.start(key, run)
  return begun.length
}

test("a key that is in hand is not begun a second time, and another one does not wait for it", () => {
  const lanes = open()
  const [slow, other] = [work(), work()]
  lanes.start("slow", slow.run)
  lanes.start("slow", slow.run)
  lanes.start("other", other.run)
  expect([slow.begun.length, other.begun.length]).toEqual([1, 1])
})

test("a key that ended can be begun again", async () => {
  const lanes = open()
  const one = work()
  lanes.start("one", one.run)
  one.end()
  await expect.poll(() => askedAgain(lanes, "one", one)).toBe(2)
})

test("no more is in hand than there are lanes; what found none begins in a later round", async () => {
  const lanes = open(2)
  const [first, second, third] = [work(), work(), work()]
  lanes.start("first", first.run)
  lanes.start("second", second.run)
  lanes.start("third", third.run)
  expect(third.begun).toHaveLength(0)
  first.end()
  await expect.poll(() => askedAgain(lanes, "third", third)).toBe(1)
})

test("a key that asked for a rest gets it, and takes no lane meanwhile", async () => {
  const lanes = open(1)
  const [tired, other] = [work(), work()]
  const asked = performance.now()
  lanes.start("tired", tired.run)
  tired.end({ forMs: 200 })
  await expect.poll(() => askedAgain(lanes, "other", other)).toBe(1)
  other.end()
  await expect.poll(() => askedAgain(lanes, "tired", tired), { interval: 10 }).toBe(2)
  expect(performance.now() - asked).toBeGreaterThanOrEqual(200)
})

test("work that throws is logged, rests, and comes again", async () => {
  const lanes = open()
  const one = work()
  lanes.start("broken", one.run)
  one.begun[0]?.reject(new Error("the database is away"))
  await expect.poll(() => warned).toEqual([{ err: expect.any(Error), lane: "test", key: "broken" }])
  lanes.start("broken", one.run)
  expect(one.begun).toHaveLength(1)
  await expect.poll(() => askedAgain(lanes, "broken", one), { timeout: 3000 }).toBe(2)
})

test("stopping waits for what is in hand and begins nothing more", async () => {
  const lanes = open()
  const [last, late] = [work(), work()]
  lanes.start("last", last.run)
  const ended: string[] = []
  const stopped = lanes.stop().then(() => ended.push("stopped"))
  lanes.start("late", late.run)
  await Promise.resolve()
  expect({ ended: [...ended], late: late.begun.length }).toEqual({ ended: [], late: 0 })
  last.end()
  await stopped
  expect(ended).toEqual(["stopped"])
})
