import { sql } from "drizzle-orm"
import type { Database } from "#db/transaction.ts"
import type { FlagId } from "../kernel/ids.ts"
import type { Exposure } from "./exposure.ts"

type Look = { flagId: FlagId; askedAt: Temporal.Instant; exposure: Exposure }

/** Keeps what a flag was last seen to serve. A look that began earlier and ended later does not write over a newer one. */
export async function noteObserved({ db }: { db: Database }, { flagId, askedAt, exposure }: Look): Promise<void> {
  await db.execute(sql`
    update flags set observed = ${JSON.stringify(exposure)}::jsonb, observed_at = ${askedAt.toString()}::timestamptz
    where id = ${flagId} and (observed_at is null or observed_at < ${askedAt.toString()}::timestamptz)`)
}
