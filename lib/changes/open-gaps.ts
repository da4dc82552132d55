import { sql } from "drizzle-orm"
import type { Transaction } from "#db/transaction.ts"
import type { RepositoryId } from "../kernel/ids.ts"
import type { Gap } from "./placement.ts"

/** Makes room in the order of a repository: everything behind a gap moves up, and with it what positions are remembered of it. */
export async function openGaps(tx: Transaction, repositoryId: RepositoryId, gaps: readonly Gap[]): Promise<void> {
  const [first] = gaps
  if (first === undefined) return
  const given = JSON.stringify(gaps)
  await tx.execute(sql`
    update commits set
      position = position + (
        select coalesce(sum(gap.width), 0) from jsonb_to_recordset(${given}::jsonb) as gap (after bigint, width bigint)
        where gap.after < commits.position),
      gone_after = gone_after + (
        select coalesce(sum(gap.width), 0) from jsonb_to_recordset(${given}::jsonb) as gap (after bigint, width bigint)
        where gap.after < commits.gone_after)
    where repository_id = ${repositoryId} and (position > ${first.after} or gone_after > ${first.after})`)
}
