import { sql } from "drizzle-orm"
import { subscribers } from "#db/schema/subscribers.ts"
import type { Queryable } from "#db/transaction.ts"
import type { Sample } from "./sample.ts"

/** Up to here everybody is counted. Beyond it nobody needs the last digit to decide, and counting a million at every look takes a second. */
export const EXACT_UP_TO = 50_000

/** About 20,000 people: half of them are told from 51 % of them. */
const PAGES = 700

/** The same pages each time, so that numbers beside one another belong together and do not change from look to look. */
export async function chooseSample(db: Queryable): Promise<Sample> {
  const [row] = await db.execute<{ isMany: boolean; pages: number }>(sql`
    select (select count(*) from (select from ${subscribers} limit ${EXACT_UP_TO + 1}) as first_ones) > ${EXACT_UP_TO} as "isMany",
      (pg_relation_size('subscribers') / current_setting('block_size')::int)::int as pages`)
  if (row?.isMany !== true || row.pages <= PAGES) return { from: sql`${subscribers}`, share: 1 }
  const share = PAGES / row.pages
  return { from: sql`${subscribers} tablesample system (${share * 100}) repeatable (1)`, share }
}
