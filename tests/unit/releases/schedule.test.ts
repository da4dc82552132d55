import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { complainOfTimeZone, complainOfWallTime, instantOf, movedInstant, oddityOf } from "#lib/releases/schedule.ts"

const ZONES = Intl.supportedValuesOf("timeZone")

describe("a wall time in a zone is one instant", () => {
  test.each([
    ["2026-12-01T09:00", "Europe/Berlin", "2026-12-01T08:00:00Z"],
    ["2026-12-01T09:00:30", "Europe/Berlin", "2026-12-01T08:00:30Z"],
    ["2027-06-01T09:00", "Europe/Berlin", "2027-06-01T07:00:00Z"],
    ["2026-12-01T09:00", "UTC", "2026-12-01T09:00:00Z"],
    ["2026-12-01T09:00", "Asia/Kathmandu", "2026-12-01T03:15:00Z"],
    ["2026-12-01T09:00", "Pacific/Chatham", "2026-11-30T19:15:00Z"],
    ["2026-12-01T09:00", "US/Pacific", "2026-12-01T17:00:00Z"],
    ["2026-12-01T09:00", "Pacific/Kiritimati", "2026-11-30T19:00:00Z"],
  ])("%s in %s is %s", (at, timeZone, expected) => {
    expect(`${instantOf({ at, timeZone })}`).toBe(expected)
  })
})

describe("a time that clocks skip is the first instant after the gap", () => {
  test.each([
    ["2026-03-29T02:00", "Europe/Berlin", "2026-03-29T01:00:00Z"],
    ["2026-03-29T02:30", "Europe/Berlin", "2026-03-29T01:00:00Z"],
    ["2026-03-29T02:59:59", "Europe/Berlin", "2026-03-29T01:00:00Z"],
    ["2026-03-08T02:30", "America/New_York", "2026-03-08T07:00:00Z"],
    ["2026-10-04T02:15", "Australia/Lord_Howe", "2026-10-03T15:30:00Z"],
    ["2026-03-22T02:30", "Africa/Casablanca", "2026-03-22T02:00:00Z"],
    ["2026-09-27T03:00", "Pacific/Chatham", "2026-09-26T14:00:00Z"],
    ["2026-03-29T02:10", "Antarctica/Troll", "2026-03-29T01:00:00Z"],
    ["2011-12-30T12:00", "Pacific/Apia", "2011-12-30T10:00:00Z"],
    ["1993-08-21T12:00", "Pacific/Kwajalein", "1993-08-21T12:00:00Z"],
  ])("%s in %s is %s", (at, timeZone, expected) => {
    expect(`${instantOf({ at, timeZone })}`).toBe(expected)
  })
})

describe("a time that clocks show twice is the first of the two", () => {
  test.each([
    ["2026-10-25T02:30", "Europe/Berlin", "2026-10-25T00:30:00Z"],
    ["2026-11-01T01:30", "America/New_York", "2026-11-01T05:30:00Z"],
    ["2026-04-05T01:45", "Australia/Lord_Howe", "2026-04-04T14:45:00Z"],
    ["2026-02-15T02:30", "Africa/Casablanca", "2026-02-15T01:30:00Z"],
    ["2026-04-05T03:00", "Pacific/Chatham", "2026-04-04T13:15:00Z"],
  ])("%s in %s is %s", (at, timeZone, expected) => {
    expect(`${instantOf({ at, timeZone })}`).toBe(expected)
  })
})

/** What the clocks of a zone show at an instant: the one direction in which there is never a doubt. */
function shownAt(instant: Temporal.Instant, timeZone: string): Temporal.PlainDateTime {
  return instant.toZonedDateTimeISO(timeZone).toPlainDateTime()
}

/** The next changes of a zone's clocks, with by how much; a zone that has none gets the present instant. */
function changesAhead(timeZone: string): { at: Temporal.Instant; bySeconds: number }[] {
  const changes: { at: Temporal.Instant; bySeconds: number }[] = []
  let next = Temporal.Now.instant().toZonedDateTimeISO(timeZone).getTimeZoneTransition("next")
  while (next !== null && changes.length < 3) {
    const before = next.subtract({ nanoseconds: 1 })
    changes.push({ at: next.toInstant(), bySeconds: (next.offsetNanoseconds - before.offsetNanoseconds) / 1e9 })
    next = next.getTimeZoneTransition("next")
  }
  return changes.length > 0 ? changes : [{ at: Temporal.Now.instant().round("second"), bySeconds: 0 }]
}

const CHANGES = ZONES.flatMap((timeZone) => changesAhead(timeZone).map((change) => ({ timeZone, ...change })))

/** At the instant the clocks show the time or a later one, and never did before: neither a moment, nor one change, nor up to a day. */
function isFirstToShow(at: string, { timeZone, bySeconds, backSeconds }: { timeZone: string; bySeconds: number; backSeconds: number }) {
  const wanted = Temporal.PlainDateTime.from(at)
  const instant = instantOf({ at, timeZone })
  expect(Temporal.PlainDateTime.compare(shownAt(instant, timeZone), wanted), `${at} ${timeZone}: not yet`).toBeGreaterThanOrEqual(0)
  for (const seconds of new Set([1, Math.abs(bySeconds), backSeconds])) {
    if (seconds === 0) continue
    const earlier = shownAt(instant.subtract({ seconds }), timeZone)
    expect(Temporal.PlainDateTime.compare(earlier, wanted), `${at} ${timeZone}: shown ${seconds} s before`).toBe(-1)
  }
}

test("in every zone, around each of its next three changes, the instant is the first at which clocks show the time or a later one", () => {
  fc.assert(
    fc.property(fc.integer({ min: -7200, max: 7200 }), fc.integer({ min: 1, max: 93_600 }), (offsetSeconds, backSeconds) => {
      for (const { timeZone, at, bySeconds } of CHANGES) {
        const clocks = shownAt(at, timeZone).subtract({ seconds: bySeconds })
        isFirstToShow(clocks.add({ seconds: offsetSeconds }).toString(), { timeZone, bySeconds, backSeconds })
      }
    }),
    {
      numRuns: 20,
      examples: [
        [0, 1],
        [-1, 1],
        [1, 1],
        [1799, 60],
        [1800, 60],
        [-1800, 60],
        [3599, 60],
        [3600, 60],
        [-3600, 60],
      ],
    },
  )
})

test("in every zone, any time of the next ten years is shown by its clocks at that instant, unless they skip it", () => {
  const start = Temporal.Now.plainDateTimeISO("UTC").round("second")
  const any = fc.record({ timeZone: fc.constantFrom(...ZONES), ahead: fc.integer({ min: 0, max: 10 * 365 * 86_400 }) })
  fc.assert(
    fc.property(any, fc.integer({ min: 1, max: 93_600 }), ({ timeZone, ahead }, backSeconds) => {
      isFirstToShow(start.add({ seconds: ahead }).toString(), { timeZone, bySeconds: 3600, backSeconds })
    }),
    { numRuns: 2000 },
  )
})

describe("what a person may write as a time", () => {
  test.each(["2026-12-01T09:00", "2026-12-01T09:00:59", "2028-02-29T23:59", "2999-12-31T23:59:59"])("%s is taken", (at) => {
    expect(complainOfWallTime(at)).toBeNull()
  })

  test.each([
    ["", "must be a plain date"],
    ["tomorrow", "must be a plain date"],
    ["2026-12-01", "must be a plain date"],
    ["2026-12-01 09:00", "must be a plain date"],
    ["2026-12-01t09:00", "must be a plain date"],
    ["2026-12-01T9:00", "must be a plain date"],
    ["2026-12-01T09", "must be a plain date"],
    ["2026-12-01T0900", "must be a plain date"],
    ["20261201T090000", "must be a plain date"],
    ["2026-12-01T09:00Z", "must be a plain date"],
    ["2026-12-01T09:00+01:00", "must be a plain date"],
    ["2026-12-01T09:00[Europe/Berlin]", "must be a plain date"],
    ["2026-12-01T09:00[u-ca=hebrew]", "must be a plain date"],
    ["2026-12-01T09:00:00.5", "must be a plain date"],
    ["2026-12-01T09:00:60", "must be a plain date"],
    ["+002026-12-01T09:00", "must be a plain date"],
    [" 2026-12-01T09:00", "must be a plain date"],
    ["2026-12-01T09:00\n", "must be a plain date"],
    ["2027-02-29T09:00", "is no date and time that exists"],
    ["2026-02-30T09:00", "is no date and time that exists"],
    ["2026-13-01T09:00", "is no date and time that exists"],
    ["2026-00-10T09:00", "is no date and time that exists"],
    ["2026-12-01T24:00", "is no date and time that exists"],
    ["2026-12-01T09:60", "is no date and time that exists"],
    ["1999-12-31T23:59", "is past"],
    ["0000-01-01T00:00", "is past"],
    ["9999-12-31T23:59", "is too far ahead"],
  ])("%j is refused: %s", (at, complaint) => {
    expect(complainOfWallTime(at)).toContain(complaint)
  })

  test("whatever is taken is an instant in every zone", () => {
    const digits = (least: number, most: number) => fc.integer({ min: least, max: most }).map((number) => `${number}`.padStart(2, "0"))
    const written = fc
      .tuple(fc.integer({ min: 2000, max: 2999 }), digits(0, 13), digits(0, 32), digits(0, 24), digits(0, 60), digits(0, 60))
      .map(([year, month, day, hour, minute, second]) => `${year}-${month}-${day}T${hour}:${minute}:${second}`)
    fc.assert(
      fc.property(written, fc.constantFrom(...ZONES), (at, timeZone) => {
        fc.pre(complainOfWallTime(at) === null)
        expect(instantOf({ at, timeZone })).toBeInstanceOf(Temporal.Instant)
      }),
    )
  })
})

describe("what a person may write as a zone", () => {
  test("every zone that a browser offers is taken", () => {
    expect(ZONES.length).toBeGreaterThan(400)
    expect(ZONES.filter((zone) => complainOfTimeZone(zone) !== null)).toEqual([])
  })

  test.each([
    "UTC",
    "Etc/UTC",
    "GMT",
    "Etc/GMT+5",
    "US/Pacific",
    "Asia/Calcutta",
    "Asia/Kolkata",
    "EST5EDT",
    "America/Argentina/Buenos_Aires",
  ])("the link %s is taken", (zone) => {
    expect(complainOfTimeZone(zone)).toBeNull()
  })

  test.each([
    "",
    "Mars/Olympus",
    "CEST",
    "PST",
    "+01:00",
    "+0100",
    "Z",
    "2026-01-01T00:00[Europe/Berlin]",
    "2026-01-01T00:00Z",
    "Europe/Berlin ",
    "__proto__",
  ])("%j is refused", (zone) => {
    expect(complainOfTimeZone(zone)).toContain("is no time zone that is known here")
  })

  test("a name in other letters is refused with how it is written", () => {
    expect(complainOfTimeZone("europe/berlin")).toBe('is written "Europe/Berlin"')
    expect(complainOfTimeZone("utc")).toBe('is written "UTC"')
  })
})

describe("when the rules of a zone change", () => {
  const kept = { at: "2026-12-01T09:00", timeZone: "Europe/Berlin", instant: Temporal.Instant.from("2026-12-01T08:00:00Z") }

  test("an instant that still follows from its wall time stays", () => {
    expect(movedInstant(kept)).toBeNull()
  })

  test("one that does not moves to where it does", () => {
    const moved = movedInstant({ ...kept, instant: Temporal.Instant.from("2026-12-01T07:00:00Z") })
    expect(`${moved}`).toBe("2026-12-01T08:00:00Z")
  })

  test("one in a zone that is not known any more stays: nothing better is known", () => {
    expect(movedInstant({ ...kept, timeZone: "Europe/Atlantis" })).toBeNull()
  })
})

test.each([
  ["2026-03-29T02:30", "Europe/Berlin", "skipped"],
  ["2026-10-25T02:30", "Europe/Berlin", "twice"],
  ["2026-10-25T03:30", "Europe/Berlin", null],
  ["2026-03-29T02:30", "UTC", null],
])("%s in %s is said to be %s", (at, timeZone, oddity) => {
  expect(oddityOf({ at, timeZone })).toBe(oddity)
})
