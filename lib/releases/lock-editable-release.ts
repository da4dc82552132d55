import type { Transaction } from "#db/transaction.ts"
import { Conflict } from "../kernel/errors.ts"
import type { ReleaseId } from "../kernel/ids.ts"
import { type LockedRelease, lockRelease } from "./lock-release.ts"
import { isEditable } from "./release.ts"

/** The lock for editing a plan or adding to it. Refused where a launch depends on what is there. */
export async function lockEditableRelease(tx: Transaction, releaseId: ReleaseId): Promise<LockedRelease> {
  const release = await lockRelease(tx, releaseId)
  if (release.state === "launching")
    throw new Conflict("launching", "This release is launching: nothing of it can change until that has ended.")
  if (!isEditable(release.state)) throw new Conflict("released", "This release is public: recall it first, or plan another one.")
  return release
}
