import { sql } from "drizzle-orm"
import type { Transaction } from "#db/transaction.ts"
import type { LaunchId } from "../kernel/ids.ts"

/**
 * Shows what was drawn for the editions that a launch has just published, as of the same revision. An image of another day than the one
 * on the page is left for later; one that is not there is not waited for.
 */
export async function showShareImages(tx: Transaction, launchId: LaunchId, revision: number): Promise<void> {
  await tx.execute(sql`
    update share_images set live_from = ${revision}
    from editions
    where editions.id = share_images.edition_id and editions.launch_id = ${launchId} and editions.live_from = ${revision}
      and share_images.live_from is null and share_images.hash = editions.hash
      and share_images.day = to_char(editions.published_at at time zone 'utc', 'YYYY-MM-DD')`)
}
