import { and, eq, isNotNull, sql } from "drizzle-orm"
import { flips } from "#db/schema/launches.ts"
import type { Transaction } from "#db/transaction.ts"
import type { BuiltInState } from "../flags/built-in-flag.ts"
import { setBuiltInFlags } from "../flags/set-built-in-flags.ts"
import type { FlagId } from "../kernel/ids.ts"
import type { Launch } from "./launch.ts"

/** Sets the launch's built-in flags as part of the curtain transaction, and notes which version each write left behind. */
export async function applyFlips(tx: Transaction, launch: Launch, revision: number): Promise<void> {
  const planned = await tx
    .select({ flagId: flips.flagId, state: flips.target, overVersion: flips.recordedVersion })
    .from(flips)
    .where(and(eq(flips.launchId, launch.id), isNotNull(flips.recorded)))
    .orderBy(flips.flagId)
  if (planned.length === 0) return
  const wanted = planned.map((flip) => ({ ...builtIn(flip), isPublic: true }))
  const [{ lost }] = await Promise.all([setBuiltInFlags(tx, wanted, revision), markApplied(tx, launch)])
  if (lost.length > 0) throw new Error(`launch ${launch.id} holds the locks of its flags, yet lost ${lost.length} of them`)
}

async function markApplied(tx: Transaction, launch: Launch): Promise<void> {
  await tx
    .update(flips)
    .set({ state: "applied", observed: sql`${flips.desired}`, appliedVersion: sql`${flips.recordedVersion} + 1`, appliedAt: sql`now()` })
    .where(and(eq(flips.launchId, launch.id), isNotNull(flips.recorded)))
}

/** A CHECK of the table: a built-in flag's flip has its version and its target. */
function builtIn({ flagId, state, overVersion }: { flagId: FlagId; state: BuiltInState | null; overVersion: number | null }) {
  if (state === null || overVersion === null) throw new Error(`the flip of built-in flag ${flagId} has no target`)
  return { flagId, state, overVersion }
}
