import { type SQL, sql } from "drizzle-orm"
import { deliveries, deliveryPlans } from "#db/schema/deliveries.ts"
import { subscribers } from "#db/schema/subscribers.ts"
import type { LaunchId, ReleaseId } from "../kernel/ids.ts"

/**
 * For a row of `subscribers`: whether a mail that corrects this launch is for them. It is for whom the launch's release was mailed, or
 * may have been, by whichever of its launches: after two launches and two recalls it is one mistake to its readers.
 */
export function wasMailed(corrected: LaunchId | null): SQL {
  if (corrected === null) return sql`true`
  return sql`exists (
    select from ${deliveries} as mailed join ${deliveryPlans} as corrected on corrected.launch_id = ${corrected}
    where mailed.release_id = corrected.release_id and mailed.subscriber_id = ${subscribers.id} and mailed.state in ('accepted', 'unknown'))`
}

/** For a row of `subscribers`: whether an earlier launch of the release has mailed them, or may have, and so no other one does. */
export function hadItBefore(releaseId: ReleaseId): SQL {
  return sql`exists (
    select from ${deliveries} as earlier where earlier.release_id = ${releaseId} and earlier.subscriber_id = ${subscribers.id}
      and earlier.state in ('pending', 'sending', 'accepted', 'unknown'))`
}
