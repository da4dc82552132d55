import type { Actor } from "../access/actor.ts"

/** Who launches, holds and moves by the clock. */
export const SCHEDULER: Actor = { kind: "system", name: "schedule" }

/** When a release shall launch: the wall time and zone a person meant, and the instant that followed from them when it was computed. */
export type Schedule = WallTime & { instant: Temporal.Instant; version: number }

/** What people schedule by. `at` is as it was asked for, `2026-12-01T09:00`, seconds allowed. */
export type WallTime = { at: string; timeZone: string }

/**
 * The first instant at which clocks in the zone show this time or a later one. Where they skip it, that is the instant after
 * the gap, not the skipped time moved by its length as Temporal would have it; where they show it twice, the first time.
 */
export function instantOf({ at, timeZone }: WallTime): Temporal.Instant {
  const wanted = Temporal.PlainDateTime.from(at)
  const earliest = wanted.toZonedDateTime(timeZone, { disambiguation: "earlier" })
  if (earliest.toPlainDateTime().equals(wanted)) return earliest.toInstant()
  const afterGap = earliest.getTimeZoneTransition("next")
  if (afterGap === null) throw new Error(`${at} does not exist in ${timeZone}, and yet its clocks never change`)
  return afterGap.toInstant()
}

/** What clocks in the zone do with this time, where it is out of the ordinary: they skip it, or show it twice. */
export function oddityOf({ at, timeZone }: WallTime): "skipped" | "twice" | null {
  const wanted = Temporal.PlainDateTime.from(at)
  const [earlier, later] = (["earlier", "later"] as const).map((disambiguation) => wanted.toZonedDateTime(timeZone, { disambiguation }))
  if (earlier === undefined || later === undefined || earlier.toInstant().equals(later.toInstant())) return null
  return earlier.toPlainDateTime().equals(wanted) ? "twice" : "skipped"
}

/** Where the zone's rules were changed since, the instant that follows from them now; null where it is the same. */
export function movedInstant(schedule: WallTime & { instant: Temporal.Instant }): Temporal.Instant | null {
  // A zone that this process does not know any more: what was computed when it did is the best there is.
  if (zoneNamed(schedule.timeZone) === null) return null
  const instant = instantOf(schedule)
  return instant.equals(schedule.instant) ? null : instant
}

const PLAIN = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:[0-5]\d)?$/

// What lies outside is a slip of the keyboard, and PostgreSQL has no word for some of it.
const FIRST_YEAR = 2000
const LAST_YEAR = 2999

/** What is wrong with a wall time, in words, or null. Whether it is past, the database says. */
export function complainOfWallTime(at: string): string | null {
  if (!PLAIN.test(at)) return "must be a plain date and time like 2026-12-01T09:00, without offset: the time zone is a field of its own"
  const { year } = plainOf(at) ?? {}
  if (year === undefined) return "is no date and time that exists"
  if (year < FIRST_YEAR) return PAST
  return year > LAST_YEAR ? "is too far ahead" : null
}

export const PAST = "is past: a release is scheduled for a time to come"

function plainOf(at: string): Temporal.PlainDateTime | null {
  try {
    return Temporal.PlainDateTime.from(at)
  } catch {
    return null
  }
}

/** What is wrong with the name of a zone, in words, or null. Old names of zones (`US/Pacific`, `UTC`) are names too. */
export function complainOfTimeZone(timeZone: string): string | null {
  const name = zoneNamed(timeZone)
  if (name === null) return 'is no time zone that is known here: use a name of the IANA database, like "Europe/Berlin"'
  return name === timeZone ? null : `is written "${name}"`
}

/** As IANA writes it. Temporal takes offsets and whole timestamps for zones too; none of those says when clocks change. */
function zoneNamed(text: string): string | null {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(text)) return null
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text).timeZoneId
  } catch {
    return null
  }
}
