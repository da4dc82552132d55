import { and, eq, inArray } from "drizzle-orm"
import { flags } from "#db/schema/flags.ts"
import { flips, launches } from "#db/schema/launches.ts"
import { releases } from "#db/schema/releases.ts"
import type { Queryable } from "#db/transaction.ts"
import type { FlagConnectionId } from "../kernel/ids.ts"

/** The launch that moves a flag of the connection now, or owes one its former state. */
export async function findLaunchWriting(db: Queryable, id: FlagConnectionId): Promise<{ releaseName: string } | null> {
  const [launch] = await db
    .select({ releaseName: releases.name })
    .from(flips)
    .innerJoin(flags, eq(flags.id, flips.flagId))
    .innerJoin(launches, eq(launches.id, flips.launchId))
    .innerJoin(releases, eq(releases.id, launches.releaseId))
    .where(and(eq(flags.connectionId, id), inArray(launches.state, ["flipping", "rolling_back", "recalling", "attention"])))
    .limit(1)
  return launch ?? null
}
