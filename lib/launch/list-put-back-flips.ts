import { and, eq, inArray, isNotNull, sql } from "drizzle-orm"
import { flags } from "#db/schema/flags.ts"
import { flips, launches } from "#db/schema/launches.ts"
import type { Queryable } from "#db/transaction.ts"

/** Long enough for any write of ours that a service may still have in a queue. */
const LATE_MINUTES = 60

/** Flags of other systems that were put back lately, and that no launch has taken in hand since. */
export async function listPutBackFlips(db: Queryable) {
  return db
    .select({
      launchId: launches.id,
      flagId: flips.flagId,
      key: flags.key,
      environment: flags.environment,
      desired: flips.desired,
      before: flips.before,
    })
    .from(flips)
    .innerJoin(launches, eq(launches.id, flips.launchId))
    .innerJoin(flags, eq(flags.id, flips.flagId))
    .where(
      and(
        eq(flips.state, "restored"),
        isNotNull(flips.recordedState),
        inArray(launches.state, ["failed", "recalled"]),
        sql`${flips.restoredAt} > now() - make_interval(mins => ${LATE_MINUTES})`,
        sql`not exists (select from flips later join launches newer on newer.id = later.launch_id
                        where later.flag_id = ${flips.flagId} and newer.begun_at > ${launches.begunAt})`,
      ),
    )
}
