import { eq, inArray } from "drizzle-orm"
import { flags } from "#db/schema/flags.ts"
import { flagTargets } from "#db/schema/releases.ts"
import type { Transaction } from "#db/transaction.ts"
import { Invalid } from "../kernel/errors.ts"
import type { FlagId, StageId } from "../kernel/ids.ts"

export type FlagTarget = { flag: FlagId; enabled: boolean; rollout: number }

/** Replaces which flags the stage moves, and how far. */
export async function writeTargets(tx: Transaction, stageId: StageId, targets: FlagTarget[]): Promise<void> {
  const wanted = targets.map((target) => target.flag)
  const known = wanted.length === 0 ? [] : await tx.select({ id: flags.id }).from(flags).where(inArray(flags.id, wanted)).for("key share")
  const missing = wanted.flatMap((flag, index) =>
    known.some(({ id }) => id === flag) ? [] : [{ path: `flags.${index}.flag`, message: "There is no such flag." }],
  )
  if (missing.length > 0) throw new Invalid(missing)
  await tx.delete(flagTargets).where(eq(flagTargets.stageId, stageId))
  if (targets.length > 0) {
    await tx.insert(flagTargets).values(targets.map(({ flag, enabled, rollout }) => ({ stageId, flagId: flag, enabled, rollout })))
  }
}
