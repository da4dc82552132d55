import { deliveryPlans } from "#db/schema/deliveries.ts"
import type { Transaction } from "#db/transaction.ts"
import type { LaunchId, ReleaseId } from "../kernel/ids.ts"
import type { SegmentRule } from "../subscribers/segment.ts"

/** Whom a launch mails. `corrects`: those whom the release of that launch was mailed, or may have been. */
export type PlannedAudience = { segment?: SegmentRule; topics?: string[]; corrects?: LaunchId }

/** Part of the curtain's commit: whom the launch will mail and as of when, as a rule and not as rows, so that the commit stays short. */
export async function planDeliveries(
  tx: Transaction,
  launch: { id: LaunchId; releaseId: ReleaseId },
  { segment, topics, corrects }: PlannedAudience = {},
): Promise<void> {
  await tx.insert(deliveryPlans).values({
    ...{ launchId: launch.id, releaseId: launch.releaseId },
    ...{ segment: segment ?? null, topics: topics ?? null, corrects: corrects ?? null },
  })
}
