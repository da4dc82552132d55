import { lt, sql } from "drizzle-orm"
import { readers } from "#db/schema/readers.ts"
import type { Runtime } from "../runtime.ts"
import { hashOfReader } from "./reader.ts"

type Seen = { reader: string; revision: number }

/** Somebody has seen the news of a revision, on one of their devices. What they saw before on another is never taken back. */
export async function markSeen({ db }: Pick<Runtime, "db">, { reader, revision }: Seen): Promise<void> {
  await db
    .insert(readers)
    .values({ hash: hashOfReader(reader), seen: revision })
    .onConflictDoUpdate({ target: readers.hash, set: { seen: revision, seenAt: sql`now()` }, setWhere: lt(readers.seen, revision) })
}
