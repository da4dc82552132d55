import { and, eq, inArray, ne } from "drizzle-orm"
import { changes } from "#db/schema/changes.ts"
import { releaseChanges, releases } from "#db/schema/releases.ts"
import type { Transaction } from "#db/transaction.ts"
import { type Complaint, Invalid } from "../kernel/errors.ts"
import type { ChangeId, ReleaseId } from "../kernel/ids.ts"

/** Replaces which changes the release has. Each must exist and be in no other release. */
export async function writeChanges(tx: Transaction, releaseId: ReleaseId, ids: ChangeId[]): Promise<void> {
  const complaints = ids.length === 0 ? [] : await complainOfChanges(tx, releaseId, ids)
  if (complaints.length > 0) throw new Invalid(complaints)
  await tx.delete(releaseChanges).where(eq(releaseChanges.releaseId, releaseId))
  if (ids.length > 0) await tx.insert(releaseChanges).values(ids.map((changeId, position) => ({ releaseId, changeId, position })))
}

async function complainOfChanges(tx: Transaction, releaseId: ReleaseId, ids: ChangeId[]): Promise<Complaint[]> {
  // Locked, so that two releases that take the same change at once see each other here and not at the unique index.
  const known = await tx
    .select({ id: changes.id, absorbedBy: changes.absorbedBy })
    .from(changes)
    .where(inArray(changes.id, ids))
    .orderBy(changes.id)
    .for("update")
  const taken = await tx
    .select({ changeId: releaseChanges.changeId, name: releases.name })
    .from(releaseChanges)
    .innerJoin(releases, eq(releases.id, releaseChanges.releaseId))
    .where(and(inArray(releaseChanges.changeId, ids), ne(releaseChanges.releaseId, releaseId)))
  return ids.flatMap((id, index) => {
    const path = `changes.${index}`
    const change = known.find((one) => one.id === id)
    if (!change) return [{ path, message: "There is no such change." }]
    if (change.absorbedBy !== null) return [{ path, message: `This commit is a part of the change ${change.absorbedBy}: take that one.` }]
    const other = taken.find((row) => row.changeId === id)
    return other ? [{ path, message: `This change is in the release "${other.name}" already.` }] : []
  })
}
