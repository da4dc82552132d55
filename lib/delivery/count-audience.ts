import { sql } from "drizzle-orm"
import { subscribers } from "#db/schema/subscribers.ts"
import type { Queryable } from "#db/transaction.ts"
import type { LaunchId, ReleaseId } from "../kernel/ids.ts"
import { type Audience, exclusionReason, isCandidate } from "../subscribers/audience.ts"
import { hadItBefore, wasMailed } from "./correction.ts"

/** Beyond this nobody needs the exact number to decide, and counting a million would keep a launch waiting. */
export const COUNTED_AT_MOST = 10_000

/**
 * How many a launch begun now would mail. `excluded`: belong to the audience and are left out. `covered`: have had the release in an
 * earlier launch. Counting ends with the first `COUNTED_AT_MOST` of the audience.
 */
export type AudienceCount = { mailed: number; excluded: number; covered: number; isMore: boolean }

export type ReleaseAudience = Audience & { releaseId: ReleaseId; corrects: LaunchId | null }

export async function countAudience(db: Queryable, { releaseId, corrects, ...audience }: ReleaseAudience): Promise<AudienceCount> {
  const [row] = await db.execute<AudienceCount & { all: number }>(sql`
    select count(*)::int as all, count(*) filter (where is_covered)::int as covered,
      count(*) filter (where reason is not null and not is_covered)::int as excluded,
      count(*) filter (where reason is null and not is_covered)::int as mailed
    from (
      select ${exclusionReason(audience)} as reason, ${hadItBefore(releaseId)} as is_covered
      from ${subscribers} where ${isCandidate(audience)} and ${wasMailed(corrects)} limit ${COUNTED_AT_MOST + 1}
    ) as first_ones`)
  const { all = 0, mailed = 0, excluded = 0, covered = 0 } = row ?? {}
  return { mailed, excluded, covered, isMore: all > COUNTED_AT_MOST }
}
