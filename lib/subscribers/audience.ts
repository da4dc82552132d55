import { type SQL, sql } from "drizzle-orm"
import { subscribers, suppressions } from "#db/schema/subscribers.ts"
import type { SegmentRule } from "./segment.ts"
import { followsOneOf, segmentCondition } from "./segment-condition.ts"

/**
 * Whom a release is for, as SQL over a row of `subscribers`. To be written out a chunk at a time, in the order of ids:
 *
 *   insert into deliveries (…)
 *   select subscribers.id, subscribers.email, subscribers.locale, ${exclusionReason(audience)} from subscribers
 *   where subscribers.id > ${after} and ${isCandidate(audience)}
 *   order by subscribers.id limit 10000
 *
 * Candidates with a reason are written down as excluded, so that candidates = deliveries + excluded. Right before sending,
 * `mayBeMailed` is asked again in the same way: somebody may have left since.
 */
export type Audience = {
  /** The rule of a segment; null is everybody. */
  segment: SegmentRule | null
  /** What the release is about; null concerns everybody. */
  topics: readonly string[] | null
  /** Whoever came after this moment is not part of it, however late the chunk is written. */
  asOf: Temporal.Instant
}

/** `suppressed`: the address must not be mailed. `topic`: chose topics, and none of the release's. */
export const EXCLUSION_REASONS = ["suppressed", "topic"] as const
export type ExclusionReason = (typeof EXCLUSION_REASONS)[number]

/** Served by the partial index on active subscribers. */
export function isCandidate({ segment, asOf }: Omit<Audience, "topics">): SQL<boolean> {
  const belongs = segment === null ? sql`true` : segmentCondition(segment)
  return sql<boolean>`(${subscribers.state} = 'active' and ${subscribers.consentAt} <= ${asOf.toString()}::timestamptz and ${belongs})`
}

/** Null where nothing stands against mailing the candidate. */
export function exclusionReason({ topics }: Pick<Audience, "topics">): SQL<ExclusionReason | null> {
  const concerned = topics === null ? sql`true` : followsOneOf(topics)
  return sql<ExclusionReason | null>`case when ${isSuppressed()} then 'suppressed' when not ${concerned} then 'topic' end`
}

/** For the row as it is now. */
export function mayBeMailed({ topics }: Pick<Audience, "topics">): SQL<boolean> {
  return sql<boolean>`(${subscribers.state} = 'active' and ${exclusionReason({ topics })} is null)`
}

function isSuppressed(): SQL {
  return sql`exists (select from ${suppressions} where ${suppressions.addressHash} = ${subscribers.addressHash})`
}
