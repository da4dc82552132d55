import { and, eq, inArray, sql } from "drizzle-orm"
import { flips } from "#db/schema/launches.ts"
import type { Transaction } from "#db/transaction.ts"
import { withdrawBuiltInFlags } from "../flags/withdraw-built-in-flags.ts"
import type { FlagId } from "../kernel/ids.ts"
import type { Launch } from "./launch.ts"

/** Takes the launch's built-in flags back to their recorded values. One that somebody changed since the moment is left alone, and shown. */
export async function restoreFlips(tx: Transaction, launch: Launch, revision: number): Promise<void> {
  const applied = await tx
    .select({ flagId: flips.flagId, recorded: flips.recorded, version: flips.appliedVersion })
    .from(flips)
    .where(and(eq(flips.launchId, launch.id), eq(flips.state, "applied")))
    .orderBy(flips.flagId)
  if (applied.length === 0) return
  const { lost } = await withdrawBuiltInFlags(
    tx,
    applied.map(({ flagId, recorded: { isPublic, ...state }, version }) => ({ flagId, state, isPublic, overVersion: version ?? 0 })),
    revision,
  )
  const ours = applied.map((flip) => flip.flagId).filter((flagId) => !lost.includes(flagId))
  await mark(tx, launch, ours, "restored")
  await mark(tx, launch, lost, "left_alone")
}

async function mark(tx: Transaction, launch: Launch, flagIds: FlagId[], state: "restored" | "left_alone"): Promise<void> {
  if (flagIds.length === 0) return
  const seen = state === "restored" ? { observed: sql`${flips.before}` } : {}
  await tx
    .update(flips)
    .set({ state, restoredAt: sql`now()`, ...seen })
    .where(and(eq(flips.launchId, launch.id), inArray(flips.flagId, flagIds)))
}
