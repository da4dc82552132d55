import { and, desc, eq, inArray, isNull } from "drizzle-orm"
import { drifts, launches } from "#db/schema/launches.ts"
import { releases } from "#db/schema/releases.ts"
import type { Queryable } from "#db/transaction.ts"
import type { FlagId, LaunchId, ReleaseId } from "../kernel/ids.ts"

export type FlagDrift = {
  flagId: FlagId
  launchId: LaunchId
  release: { id: ReleaseId; name: string }
  expected: string
  seen: string
  noticedAt: Temporal.Instant
}

/** What was noticed of these flags and is still so, the latest first. */
export async function listFlagDrifts(db: Queryable, ids: readonly FlagId[]): Promise<FlagDrift[]> {
  if (ids.length === 0) return []
  const { subject, expected, seen, noticedAt } = drifts
  const rows = await db
    .select({ subject, launchId: launches.id, releaseId: releases.id, name: releases.name, expected, seen, noticedAt })
    .from(drifts)
    .innerJoin(launches, eq(launches.id, drifts.launchId))
    .innerJoin(releases, eq(releases.id, launches.releaseId))
    .where(and(inArray(drifts.subject, [...ids]), inArray(drifts.kind, ["flag", "late"]), isNull(drifts.clearedAt)))
    .orderBy(desc(noticedAt))
  return rows.flatMap(({ subject: about, releaseId, name, ...drift }) => {
    const flagId = ids.find((id) => id === about)
    return flagId === undefined ? [] : [{ ...drift, flagId, release: { id: releaseId, name } }]
  })
}
