import { and, eq, inArray, isNotNull, sql } from "drizzle-orm"
import { flips } from "#db/schema/launches.ts"
import type { Transaction } from "#db/transaction.ts"
import type { BuiltInState } from "../flags/built-in-flag.ts"
import { withdrawBuiltInFlags } from "../flags/withdraw-built-in-flags.ts"
import type { FlagId } from "../kernel/ids.ts"
import type { Launch } from "./launch.ts"

/** Takes the launch's built-in flags back to their recorded values. One that somebody changed since the moment is left alone, and shown. */
export async function restoreFlips(tx: Transaction, launch: Launch, revision: number): Promise<void> {
  const applied = await tx
    .select({ flagId: flips.flagId, recorded: flips.recorded, version: flips.appliedVersion })
    .from(flips)
    .where(and(eq(flips.launchId, launch.id), eq(flips.state, "applied"), isNotNull(flips.recorded)))
    .orderBy(flips.flagId)
  if (applied.length === 0) return
  const { lost } = await withdrawBuiltInFlags(
    tx,
    applied.flatMap(({ flagId, recorded, version }) =>
      recorded === null ? [] : [{ flagId, ...stateOf(recorded), overVersion: version ?? 0 }],
    ),
    revision,
  )
  const ours = applied.map((flip) => flip.flagId).filter((flagId) => !lost.includes(flagId))
  await mark(tx, launch, ours, "restored")
  await mark(tx, launch, lost, "left_alone")
  await bequeath(tx, launch, lost)
}

/** Where another release went on from what this one had left, it is that one which puts the flag back one day: to what was there before both. */
async function bequeath(tx: Transaction, launch: Launch, lost: FlagId[]): Promise<void> {
  if (lost.length === 0) return
  await tx.execute(sql`
    update flips heir set recorded = ours.recorded, before = ours.before
    from flips ours, launches standing
    where ours.launch_id = ${launch.id} and ours.flag_id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(lost)}::jsonb))
      and heir.flag_id = ours.flag_id and heir.recorded_version = ours.applied_version and heir.state = 'applied'
      and standing.id = heir.launch_id and standing.state in ('live', 'settled')`)
}

function stateOf({ isPublic, ...state }: BuiltInState & { isPublic: boolean }) {
  return { state, isPublic }
}

async function mark(tx: Transaction, launch: Launch, flagIds: FlagId[], state: "restored" | "left_alone"): Promise<void> {
  if (flagIds.length === 0) return
  const seen = state === "restored" ? { observed: sql`${flips.before}` } : {}
  await tx
    .update(flips)
    .set({ state, restoredAt: sql`now()`, ...seen })
    .where(and(eq(flips.launchId, launch.id), inArray(flips.flagId, flagIds)))
}
