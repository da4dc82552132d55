import { sql } from "drizzle-orm"
import type { Queryable } from "#db/transaction.ts"

export type ChangeChoices = { repositories: string[]; environments: string[]; types: string[]; flags: string[] }

/** A menu longer than this is no help; whoever looks for more types it into the address. */
const MOST = 200

/** What changes can be told apart by: only what some change, or some deployment, really has. */
export async function listChangeChoices(db: Queryable): Promise<ChangeChoices> {
  const [row] = await db.execute<ChangeChoices>(sql`
    select
      array(select name from repositories order by name limit ${MOST}) as repositories,
      array(select distinct environment from deployments order by environment limit ${MOST}) as environments,
      array(select distinct type from changes where absorbed_by is null order by type limit ${MOST}) as types,
      array(select distinct flag_key from change_flags order by flag_key limit ${MOST}) as flags`)
  if (!row) throw new Error("the database does not answer a list")
  return row
}
