import { and, eq, inArray, sql } from "drizzle-orm"
import { editions } from "#db/schema/documents.ts"
import type { Transaction } from "#db/transaction.ts"
import { Stale } from "../kernel/errors.ts"
import type { EditionId } from "../kernel/ids.ts"
import { STATES_IN_WORK } from "./edition.ts"

/** Binds an approval to exactly these words. Throws Stale where the edition has others by now, or is no longer in work. */
export async function approveEdition(tx: Transaction, approval: { editionId: EditionId; hash: string; approvedBy: string }): Promise<void> {
  const approved = await tx
    .update(editions)
    .set({ state: "approved", approvedBy: approval.approvedBy, approvedHash: approval.hash, approvedAt: sql`now()` })
    .where(and(eq(editions.id, approval.editionId), eq(editions.hash, approval.hash), inArray(editions.state, [...STATES_IN_WORK])))
    .returning({ id: editions.id })
  if (approved.length === 0) throw new Stale("The document has other words by now. Read it again, then approve what you read.")
}
