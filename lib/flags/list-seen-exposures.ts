import { asc, eq, inArray } from "drizzle-orm"
import { builtInFlags, flagConnections, flags } from "#db/schema/flags.ts"
import type { Queryable } from "#db/transaction.ts"
import { exposureOf } from "./built-in-flag.ts"
import { type Exposure, NEVER_SEEN } from "./exposure.ts"

export type SeenExposure = {
  key: string
  environment: string
  connection: string
  exposure: Exposure
  /** When it was last looked at; null for a built-in flag, which is known at every moment. */
  observedAt: Temporal.Instant | null
}

/** Whom flags of these keys serve, wherever there is one: in every environment, built-in and connected. */
export async function listSeenExposures(db: Queryable, keys: readonly string[]): Promise<SeenExposure[]> {
  if (keys.length === 0) return []
  const rows = await db
    .select({ flag: flags, connection: flagConnections.name, current: builtInFlags })
    .from(flags)
    .innerJoin(flagConnections, eq(flagConnections.id, flags.connectionId))
    .leftJoin(builtInFlags, eq(builtInFlags.flagId, flags.id))
    .where(inArray(flags.key, [...keys]))
    .orderBy(asc(flags.key), asc(flags.environment), asc(flags.connectionId))
  return rows.map(({ flag, connection, current }) => ({
    key: flag.key,
    environment: flag.environment,
    connection,
    exposure: current === null ? (flag.observed ?? NEVER_SEEN) : exposureOf(current),
    observedAt: flag.observedAt,
  }))
}
