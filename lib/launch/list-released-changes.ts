import { and, eq, sql } from "drizzle-orm"
import { changes } from "#db/schema/changes.ts"
import { launches } from "#db/schema/launches.ts"
import { releaseChanges } from "#db/schema/releases.ts"
import type { Queryable } from "#db/transaction.ts"
import { listChangesNotInProduction } from "../changes/queries.ts"
import { type Sight, WATCHED_DAYS } from "./drift.ts"
import { isPublicLaunch } from "./public-launch.ts"

/** The changes that standing launches released, each with whether it is still in production. */
export async function listReleasedChanges(db: Queryable): Promise<Sight[]> {
  const released = await db
    .select({ launchId: launches.id, changeId: changes.id, title: changes.title })
    .from(releaseChanges)
    .innerJoin(launches, eq(launches.releaseId, releaseChanges.releaseId))
    .innerJoin(changes, eq(changes.id, releaseChanges.changeId))
    .where(and(isPublicLaunch(), sql`${launches.releasedAt} > now() - make_interval(days => ${WATCHED_DAYS})`))
  const ids = released.map(({ changeId }) => changeId)
  const gone = new Set(await listChangesNotInProduction(db, ids))
  return released.map(({ launchId, changeId, title }) => {
    const sight = { launchId, kind: "deployment", subject: changeId } as const
    if (!gone.has(changeId)) return { ...sight, is: "as it was left" }
    return { ...sight, is: "moved", expected: `"${title}" was in production when it was released.`, seen: "It is not in production." }
  })
}
