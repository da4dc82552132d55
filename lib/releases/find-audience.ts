import type { Queryable } from "#db/transaction.ts"
import type { ReleaseAudience } from "../delivery/count-audience.ts"
import type { LaunchId, ReleaseId, SegmentId } from "../kernel/ids.ts"
import { findAudienceRule } from "../subscribers/queries.ts"

/** What a release says of whom it mails. */
export type AudienceTerms = { id: ReleaseId; corrects: LaunchId | null; topics: string[] | null; segmentId: SegmentId | null }

/** Whom a launch at that instant would mail, by the segment's rule as it is now. */
export async function findAudience(db: Queryable, release: AudienceTerms, asOf: Temporal.Instant): Promise<ReleaseAudience> {
  const { id, corrects, topics, segmentId } = release
  return { releaseId: id, corrects, topics, segment: await findAudienceRule(db, segmentId), asOf }
}
