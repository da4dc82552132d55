import { and, eq, inArray, ne, sql } from "drizzle-orm"
import { flips, launches } from "#db/schema/launches.ts"
import { releases } from "#db/schema/releases.ts"
import type { Queryable } from "#db/transaction.ts"
import type { ReleaseId } from "../kernel/ids.ts"
import type { Mover, PlannedFlag } from "./planned-flag.ts"

/** Launches of other releases that have one of these flags in hand right now. */
export async function listMovers(db: Queryable, releaseId: ReleaseId, planned: Pick<PlannedFlag, "id">[]): Promise<Mover[]> {
  const ids = planned.map(({ id }) => id)
  if (ids.length === 0) return []
  return db
    .select({ flagId: flips.flagId, release: releases.name })
    .from(flips)
    .innerJoin(launches, eq(launches.id, flips.launchId))
    .innerJoin(releases, eq(releases.id, launches.releaseId))
    .where(
      and(
        inArray(flips.flagId, ids),
        ne(launches.releaseId, releaseId),
        sql`${launches.state} in ('flipping', 'rolling_back', 'recalling', 'attention')`,
      ),
    )
}
