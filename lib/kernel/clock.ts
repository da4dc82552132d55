/** The time as this process sees it. Whether something is due, the database decides, never this. */
export type Clock = { now(): Temporal.Instant }

export const systemClock: Clock = { now: () => toMicroseconds(Temporal.Now.instant()) }

/** PostgreSQL keeps microseconds: a finer instant would not survive being stored. */
export function toMicroseconds(instant: Temporal.Instant): Temporal.Instant {
  return instant.round({ smallestUnit: "microsecond", roundingMode: "floor" })
}

/** Reads what PostgreSQL prints for a timestamptz, `2026-11-24 09:00:00.123456+00`. */
export function instantFromPostgres(text: string): Temporal.Instant {
  return Temporal.Instant.from(text)
}

export function seconds(count: number): Temporal.Duration {
  return Temporal.Duration.from({ seconds: count })
}

export function minutes(count: number): Temporal.Duration {
  return Temporal.Duration.from({ minutes: count })
}
