import { sql } from "drizzle-orm"
import { subscribers } from "#db/schema/subscribers.ts"
import type { Queryable } from "#db/transaction.ts"
import { type Audience, exclusionReason, isCandidate } from "./audience.ts"

/** Beyond this nobody needs the exact number to decide, and counting a million would keep a launch waiting. */
export const COUNTED_AT_MOST = 10_000

/** How many a mail would go to, and how many candidates are left out; counting ends with the first `COUNTED_AT_MOST` candidates. */
export type AudienceCount = { mailed: number; excluded: number; isMore: boolean }

export async function countAudience(db: Queryable, audience: Audience): Promise<AudienceCount> {
  const [row] = await db.execute<{ candidates: string; excluded: string }>(sql`
    select count(*) as candidates, count(reason) as excluded
    from (select ${exclusionReason(audience)} as reason from ${subscribers} where ${isCandidate(audience)} limit ${COUNTED_AT_MOST + 1}) as first_ones`)
  const [candidates, excluded] = [Number(row?.candidates ?? 0), Number(row?.excluded ?? 0)]
  return { mailed: candidates - excluded, excluded, isMore: candidates > COUNTED_AT_MOST }
}
