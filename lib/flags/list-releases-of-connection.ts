import { eq } from "drizzle-orm"
import { flags } from "#db/schema/flags.ts"
import { flips, launches } from "#db/schema/launches.ts"
import { flagTargets, releases, stages } from "#db/schema/releases.ts"
import type { Queryable } from "#db/transaction.ts"
import type { FlagConnectionId } from "../kernel/ids.ts"
import type { TargetingRelease } from "./queries.ts"

/** Releases that mean to move a flag of the connection, and those that have moved one. */
export async function listReleasesOfConnection(db: Queryable, id: FlagConnectionId): Promise<TargetingRelease[]> {
  const shown = { id: releases.id, name: releases.name, state: releases.state }
  const meant = await db
    .selectDistinct(shown)
    .from(releases)
    .innerJoin(stages, eq(stages.releaseId, releases.id))
    .innerJoin(flagTargets, eq(flagTargets.stageId, stages.id))
    .innerJoin(flags, eq(flags.id, flagTargets.flagId))
    .where(eq(flags.connectionId, id))
    .orderBy(releases.id)
  const moved = await db
    .selectDistinct(shown)
    .from(releases)
    .innerJoin(launches, eq(launches.releaseId, releases.id))
    .innerJoin(flips, eq(flips.launchId, launches.id))
    .innerJoin(flags, eq(flags.id, flips.flagId))
    .where(eq(flags.connectionId, id))
    .orderBy(releases.id)
  return [...meant, ...moved.filter((one) => meant.every((other) => other.id !== one.id))]
}
