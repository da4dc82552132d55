import { eq } from "drizzle-orm"
import { readers } from "#db/schema/readers.ts"
import type { Queryable } from "#db/transaction.ts"
import { hashOfReader } from "./reader.ts"

/** The revision that a reader saw last, on any of their devices; null for one who has seen none. One row by its key. */
export async function findSeen(db: Queryable, reader: string): Promise<number | null> {
  const [row] = await db
    .select({ seen: readers.seen })
    .from(readers)
    .where(eq(readers.hash, hashOfReader(reader)))
  return row?.seen ?? null
}
