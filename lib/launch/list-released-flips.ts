import { and, desc, eq, sql } from "drizzle-orm"
import { builtInFlags, flags } from "#db/schema/flags.ts"
import { flips, launches } from "#db/schema/launches.ts"
import type { Queryable } from "#db/transaction.ts"
import { WATCHED_DAYS } from "./drift.ts"
import { isPublicLaunch } from "./public-launch.ts"

/** What standing launches left of their flags: of each flag the newest flip, which is the one that holds. */
export async function listReleasedFlips(db: Queryable) {
  return db
    .selectDistinctOn([flips.flagId], {
      launchId: launches.id,
      flagId: flips.flagId,
      key: flags.key,
      environment: flags.environment,
      desired: flips.desired,
      builtIn: builtInFlags,
    })
    .from(flips)
    .innerJoin(launches, eq(launches.id, flips.launchId))
    .innerJoin(flags, eq(flags.id, flips.flagId))
    .leftJoin(builtInFlags, eq(builtInFlags.flagId, flips.flagId))
    .where(and(eq(flips.state, "applied"), isPublicLaunch(), sql`${launches.releasedAt} > now() - make_interval(days => ${WATCHED_DAYS})`))
    .orderBy(flips.flagId, desc(launches.releasedAt))
}
