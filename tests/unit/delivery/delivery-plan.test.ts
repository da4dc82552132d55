import { describe, expect, test } from "vitest"
import { FEEDBACKS, strongerFeedback } from "#lib/delivery/delivery.ts"
import { estimatedEnd, pendingOf, reasonToPause } from "#lib/delivery/delivery-plan.ts"
import { intervalMsOf, restMsAfter } from "#lib/delivery/pace.ts"

describe("sending stops itself", () => {
  test.each([
    ["after a handful, whatever came back", { accepted: 999, bounced: 900, complained: 900 }, null],
    ["at exactly four per cent, not yet", { accepted: 1000, bounced: 40, complained: 0 }, null],
    ["above four per cent of bounces", { accepted: 1000, bounced: 41, complained: 0 }, /4\.10 % of 1000 mails bounced/],
    ["at exactly one complaint in a thousand, not yet", { accepted: 1000, bounced: 0, complained: 1 }, null],
    ["above one complaint in a thousand", { accepted: 1000, bounced: 0, complained: 2 }, /0\.20 % of 1000 recipients called it spam/],
  ] as const)("%s", (_, returned, expected) => {
    const reason = reasonToPause(returned)
    if (expected === null) expect(reason).toBeNull()
    else expect(reason).toMatch(expected)
  })
})

test("what is pending is what nothing else is", () => {
  expect(pendingOf({ candidates: 20, excluded: 3, accepted: 5, failed: 1, unknown: 2, cancelled: 4 })).toBe(5)
})

describe("the end is estimated from the pace so far, and from nothing else", () => {
  const now = Temporal.Instant.from("2026-12-01T09:00:00Z")
  test.each([
    [{ pending: 900, handled: 100, tookMs: 10_000 }, "2026-12-01T09:01:30Z"],
    [{ pending: 900, handled: 0, tookMs: 10_000 }, null],
    [{ pending: 0, handled: 100, tookMs: 10_000 }, null],
    [{ pending: 900, handled: 100, tookMs: 0 }, null],
  ] as const)("%o", (progress, expected) => {
    expect(estimatedEnd({ ...progress, now })?.toString() ?? null).toBe(expected)
  })
})

test("calls stay within the provider's window, with room for one that leaves late", () => {
  expect(intervalMsOf({ calls: 5, windowMs: 1000 })).toBeCloseTo(202.4)
  expect(5 * intervalMsOf({ calls: 5, windowMs: 1000 })).toBeGreaterThan(1000 + 8)
})

test("a provider that keeps silent is left alone, longer each time, a minute at most", () => {
  const rests = [1, 4, 5, 6, 7, 8, 9, 50].map((silences) => restMsAfter({ is: "unsure", reason: "no answer" }, silences))
  expect(rests).toEqual([0, 0, 5000, 10_000, 20_000, 40_000, 60_000, 60_000])
})

test("one call that was too fast makes its own batch wait, a second one in a row makes all wait; a server that is away, at once", () => {
  const tooFast = { is: "again", afterMs: 1000, reason: "429", pace: { calls: 5, windowMs: 1000, left: 0, resetMs: 1000 } } as const
  expect([1, 2, 3].map((times) => restMsAfter(tooFast, times))).toEqual([0, 1000, 1000])
  expect(restMsAfter({ ...tooFast, pace: { ...tooFast.pace, left: 3 } }, 2), "its first attempt is still under way").toBe(0)
  expect(restMsAfter({ is: "again", afterMs: 30_000, reason: "away" }, 1)).toBe(30_000)
  expect(restMsAfter({ is: "answered", answers: [] }, 9)).toBe(0)
})

test("whatever the order of events, the strongest word stays", () => {
  for (const one of FEEDBACKS) {
    for (const other of FEEDBACKS) {
      expect(strongerFeedback(strongerFeedback(null, one), other)).toBe(strongerFeedback(strongerFeedback(null, other), one))
    }
  }
  expect(strongerFeedback("complained", "delivered")).toBe("complained")
  expect(strongerFeedback("delivered", "bounced")).toBe("bounced")
})
