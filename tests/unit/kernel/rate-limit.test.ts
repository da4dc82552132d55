import { expect, test } from "vitest"
import { openRateLimit } from "#lib/kernel/rate-limit.ts"

test("so many are let through for each key, and then no more", () => {
  const limit = openRateLimit({ most: 2, everyMs: 60_000 })
  expect(["a", "a", "b", "a", "b"].map(limit.isOver)).toEqual([false, false, false, true, false])
})

test("when the time is over, it begins anew", () => {
  const limit = openRateLimit({ most: 1, everyMs: 0 })
  expect(["a", "a", "a"].map(limit.isOver)).toEqual([false, false, false])
})

test("a flood of keys is one flood, and who came before it is still counted alone", () => {
  const limit = openRateLimit({ most: 5, everyMs: 60_000 })
  limit.isOver("early")
  for (let number = 0; number < 20_000; number++) limit.isOver(`key ${number}`)
  expect([limit.isOver("one more"), limit.isOver("early")]).toEqual([true, false])
})
