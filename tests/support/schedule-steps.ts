import { sql } from "drizzle-orm"
import { expect } from "vitest"
import type { ReleaseId } from "#lib/kernel/ids.ts"
import { getRelease, type ReleaseView } from "#lib/releases/queries.ts"
import type { Schedule } from "#lib/releases/schedule.ts"
import { scheduleRelease } from "#lib/releases/schedule-release.ts"
import type { Runtime } from "#lib/runtime.ts"
import { ADA } from "#tests/support/world.ts"

type Deps = Pick<Runtime, "db">

/** The wall time in UTC that the database's clock shows so many seconds from now; a whole second, so never less ahead than asked for. */
export async function secondsAhead(deps: Deps, seconds: number): Promise<string> {
  const [row] = await deps.db.execute<{ at: string }>(
    sql`select to_char(date_trunc('second', clock_timestamp() at time zone 'UTC' + make_interval(secs => ${seconds + 1})), 'YYYY-MM-DD"T"HH24:MI:SS') as at`,
  )
  if (!row) throw new Error("the database has no clock")
  return row.at
}

export async function scheduleIn(deps: Deps, releaseId: ReleaseId, seconds: number): Promise<Schedule> {
  const at = await secondsAhead(deps, seconds)
  const { schedule } = await scheduleRelease(deps, ADA, { releaseId, at, timeZone: "UTC" })
  return schedule
}

/** A schedule whose time came so many seconds ago, as if nobody had been there to see it. */
export async function scheduleOverdue(deps: Deps, releaseId: ReleaseId, secondsAgo: number): Promise<Schedule> {
  const schedule = await scheduleIn(deps, releaseId, 3600)
  const at = await secondsAhead(deps, -secondsAgo - 1)
  await deps.db.execute(sql`update schedules set at = ${at}, due_at = ${`${at}Z`}::timestamptz where release_id = ${releaseId}`)
  return { ...schedule, at, instant: Temporal.Instant.from(`${at}Z`) }
}

/** Waits for the release to be in a state, and gives it as it is then. */
export async function untilRelease(
  deps: Deps,
  releaseId: ReleaseId,
  state: ReleaseView["state"],
  patience = { timeout: 15_000 },
): Promise<ReleaseView> {
  await expect.poll(async () => (await getRelease(deps.db, releaseId)).state, { interval: 50, ...patience }).toBe(state)
  return getRelease(deps.db, releaseId)
}

/** Waits for an instant to pass by the database's clock. */
export async function untilPast(deps: Deps, instant: Temporal.Instant): Promise<void> {
  const isPast = async () => {
    const [row] = await deps.db.execute<{ past: boolean }>(sql`select clock_timestamp() > ${`${instant}`}::timestamptz as past`)
    return row?.past
  }
  await expect.poll(isPast, { interval: 20, timeout: 15_000 }).toBe(true)
}
