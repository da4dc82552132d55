import { sql } from "drizzle-orm"
import type { Queryable } from "#db/transaction.ts"
import type { ChangeId, DeploymentId } from "../kernel/ids.ts"
import { BETWEEN, CHANGES_BETWEEN } from "./brought.ts"

export type BroughtChange = { id: ChangeId; title: string; type: string; author: string }

/** What a deployment brought to its environment, or took back from it; the latest first. */
export async function listBroughtChanges(db: Queryable, asked: { id: DeploymentId; limit: number }): Promise<BroughtChange[]> {
  return db.execute<BroughtChange>(sql`
    with told as materialized (select * from deployments where id = ${asked.id})
    select found.id, found.title, found.type, found.author
    from told ${BETWEEN}
    cross join lateral (
      select changes.id, changes.title, changes.type, changes.author_name as author, place.position
      from ${CHANGES_BETWEEN} order by place.position desc limit ${asked.limit}) as found
    order by found.position desc`)
}
