import { sql } from "drizzle-orm"
import type { Transaction } from "#db/transaction.ts"
import type { LaunchId } from "../kernel/ids.ts"

/**
 * Takes back what a launch made live, as of `revision`, and leaves each document with the same words as a draft,
 * to be mended, approved and launched again. A draft that somebody has begun meanwhile is kept instead.
 */
export async function withdrawEditions(tx: Transaction, launchId: LaunchId, revision: number): Promise<void> {
  await tx.execute(sql`
    with withdrawn as (
      update editions set state = 'withdrawn', live_until = ${revision}, withdrawn_at = now()
      where launch_id = ${launchId} and state = 'live'
      returning document_id, locale, title, slug, body, tags, hash, edited_by
    )
    insert into editions (id, document_id, locale, title, slug, body, tags, hash, edited_by, state)
    select gen_random_uuid(), document_id, locale, title, slug, body, tags, hash, edited_by, 'draft' from withdrawn
    on conflict (document_id, locale) where state in ('draft', 'in_review', 'approved') do nothing`)
}
