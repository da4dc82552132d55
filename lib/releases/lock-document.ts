import type { Transaction } from "#db/transaction.ts"
import { type DocumentView, getDocument } from "../documents/queries.ts"
import { Conflict } from "../kernel/errors.ts"
import type { DocumentId } from "../kernel/ids.ts"
import { lockRelease } from "./lock-release.ts"
import { refuseIfScheduled } from "./release.ts"

/**
 * The lock is the release's: a launch that is being checked must not see the words move. While it is scheduled its words
 * stay as they are, and can still be approved: that changes none of them, and the launch needs it.
 */
export async function lockDocument(tx: Transaction, id: DocumentId, purpose: "editing" | "approving"): Promise<DocumentView> {
  const { releaseId } = await getDocument(tx, id)
  const release = await lockRelease(tx, releaseId)
  if (release.state === "launching")
    throw new Conflict("launching", "The release of this document is launching: its words cannot change now.")
  if (purpose === "editing") refuseIfScheduled(release.state)
  return getDocument(tx, id)
}
