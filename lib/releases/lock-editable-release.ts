import type { Transaction } from "#db/transaction.ts"
import type { ReleaseId } from "../kernel/ids.ts"
import { type LockedRelease, lockRelease } from "./lock-release.ts"
import { refuseIfLaunched, refuseIfScheduled } from "./release.ts"

/** The lock for editing a plan or adding to it. Refused where a launch depends on what is there, or will at its time. */
export async function lockEditableRelease(tx: Transaction, releaseId: ReleaseId): Promise<LockedRelease> {
  const release = await lockRelease(tx, releaseId)
  refuseIfLaunched(release.state)
  refuseIfScheduled(release.state)
  return release
}
