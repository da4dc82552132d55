import { sql } from "drizzle-orm"
import type { Transaction } from "#db/transaction.ts"
import type { LaunchId } from "../kernel/ids.ts"

/**
 * Makes the editions a launch was checked with live as of `revision`, and nothing else: another hash is not published.
 * Their slugs are theirs for ever from now on. Throws if one of them is no longer what was checked.
 */
export async function publishEditions(tx: Transaction, launchId: LaunchId, revision: number): Promise<void> {
  const [result] = await tx.execute<{ frozen: string; published: string }>(sql`
    with published as (
      update editions
      set state = 'live', live_from = ${revision}, launch_id = ${launchId}, updated_at = now(),
          published_at = coalesce((select min(earlier.published_at) from editions earlier where earlier.document_id = editions.document_id), now())
      from launch_editions frozen
      where frozen.launch_id = ${launchId} and editions.id = frozen.edition_id and editions.hash = frozen.hash and editions.state = 'approved'
      returning editions.document_id, editions.slug
    ), seen as (
      update slugs set was_public = true from published where slugs.document_id = published.document_id and slugs.slug = published.slug
    )
    select (select count(*) from launch_editions where launch_id = ${launchId}) as frozen, (select count(*) from published) as published`)
  if (result?.frozen !== result?.published)
    throw new Error(`launch ${launchId} froze ${result?.frozen} editions, ${result?.published} of them could be published`)
}
