import { sql } from "drizzle-orm"
import type { Transaction } from "#db/transaction.ts"

/**
 * Takes the next site revision. The row stays locked until the commit, so that one curtain rises at a time and
 * revisions become visible in the order of their numbers. Web processes hear of it at the commit.
 */
export async function advanceSiteRevision(tx: Transaction): Promise<number> {
  const [row] = await tx.execute<{ revision: string }>(sql`
    with advanced as (update site_state set revision = revision + 1, revised_at = now() returning revision)
    select revision, pg_notify('site_revision', revision::text) from advanced`)
  if (!row) throw new Error("site_state has no row: the database was not prepared")
  return Number(row.revision)
}
