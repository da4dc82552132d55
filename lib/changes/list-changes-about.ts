import { and, desc, eq, isNull, sql } from "drizzle-orm"
import { changes, repositories } from "#db/schema/changes.ts"
import type { Queryable } from "#db/transaction.ts"
import type { ChangeId } from "../kernel/ids.ts"

export type ChangeName = { id: ChangeId; title: string; repository: string }

/** Those with these letters in their title, with this beginning of a SHA or this number of a pull request, the latest first. */
export function listChangesAbout(db: Queryable, { letters, limit }: { letters: string; limit: number }): Promise<ChangeName[]> {
  const lower = letters.toLowerCase()
  const isMeant = sql`(position(${lower} in lower(${changes.title})) > 0 or starts_with(${changes.sha}, ${lower})
    or ${changes.pullRequestNumber}::text = ${letters.replace(/^#/, "")})`
  return db
    .select({ id: changes.id, title: changes.title, repository: repositories.name })
    .from(changes)
    .innerJoin(repositories, eq(repositories.id, changes.repositoryId))
    .where(and(isNull(changes.absorbedBy), letters === "" ? undefined : isMeant))
    .orderBy(desc(changes.mergedAt), desc(changes.id))
    .limit(limit)
}
