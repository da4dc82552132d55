import { sql } from "drizzle-orm"
import { deliveryPlans } from "#db/schema/deliveries.ts"
import { segments } from "#db/schema/subscribers.ts"
import type { Transaction } from "#db/transaction.ts"
import type { LaunchId, ReleaseId, SegmentId } from "../kernel/ids.ts"

/** Whom a launch mails. `corrects`: those whom the release of that launch was mailed, or may have been. */
export type PlannedAudience = { segmentId?: SegmentId; topics?: string[]; corrects?: LaunchId }

/** Part of the curtain's commit: whom the launch will mail and as of when, as a rule and not as rows, so that the commit stays short. */
export async function planDeliveries(
  tx: Transaction,
  launch: { id: LaunchId; releaseId: ReleaseId },
  { segmentId, topics, corrects }: PlannedAudience = {},
): Promise<void> {
  await tx.insert(deliveryPlans).values({
    ...{ launchId: launch.id, releaseId: launch.releaseId },
    ...{ segment: segmentId === undefined ? null : ruleOf(segmentId), topics: topics ?? null, corrects: corrects ?? null },
  })
}

/** As the segment is at the moment, in the same statement. One that is gone has no members, and is not everybody. */
function ruleOf(id: SegmentId) {
  return sql`coalesce((select ${segments.rule} from ${segments} where ${segments.id} = ${id}), '{"any": []}'::jsonb)`
}
