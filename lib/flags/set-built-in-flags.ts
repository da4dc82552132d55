import type { Transaction } from "#db/transaction.ts"
import { showPublicStates } from "./show-public-states.ts"
import { type BuiltInChange, type WrittenFlags, writeCurrentStates } from "./write-current-states.ts"

/**
 * The one way a built-in flag gets another state. Two statements for any number of flags. What is public needs the site
 * revision that the same transaction took: visitors see the new state from it on, together with everything else of it.
 */
export async function setBuiltInFlags(tx: Transaction, changes: BuiltInChange[], revision: number | null): Promise<WrittenFlags> {
  const written = await writeCurrentStates(tx, changes)
  const lost = new Set(written.lost)
  const shown = changes.filter(({ flagId, isPublic }) => isPublic && !lost.has(flagId))
  if (shown.length === 0) return written
  if (revision === null) throw new Error("a flag that visitors may know of changes with a site revision only")
  await showPublicStates(tx, shown, revision)
  return written
}
