import { sql } from "drizzle-orm"
import type { Transaction } from "#db/transaction.ts"
import type { FlagId } from "../kernel/ids.ts"
import type { BuiltInState } from "./built-in-flag.ts"

/** What a flag shall become, over the version that whoever decided it has seen. */
export type BuiltInChange = { flagId: FlagId; state: BuiltInState; isPublic: boolean; overVersion: number }

/** `applied` with the version our write left behind; `lost` are no longer as they were seen, and were left alone. */
export type WrittenFlags = { applied: { flagId: FlagId; version: number }[]; lost: FlagId[] }

/** Compare-and-set of any number of flags in one statement: what a person changed since stays as that person left it. */
export async function writeCurrentStates(tx: Transaction, changes: BuiltInChange[]): Promise<WrittenFlags> {
  if (changes.length === 0) return { applied: [], lost: [] }
  const records = asRecords(changes)
  // The array beside the join lets the planner go to the few rows by their key instead of reading every flag there is.
  const rows = await tx.execute<{ flag_id: FlagId; version: number }>(sql`
    update built_in_flags as flag
    set enabled = wanted.enabled, rollout = wanted.rollout, targeting = wanted.targeting, is_public = wanted.is_public,
        version = flag.version + 1, updated_at = now()
    from jsonb_to_recordset(${records}::jsonb)
      as wanted (flag_id uuid, enabled boolean, rollout integer, targeting jsonb, is_public boolean, over_version integer)
    where flag.flag_id = any (array(select flag_id from jsonb_to_recordset(${records}::jsonb) as named (flag_id uuid)))
      and flag.flag_id = wanted.flag_id and flag.version = wanted.over_version
    returning flag.flag_id, flag.version`)
  const applied = rows.map((row) => ({ flagId: row.flag_id, version: row.version }))
  const ours = new Set(applied.map(({ flagId }) => flagId))
  return { applied, lost: changes.map(({ flagId }) => flagId).filter((flagId) => !ours.has(flagId)) }
}

function asRecords(changes: BuiltInChange[]): string {
  return JSON.stringify(
    changes.map(({ flagId, state, isPublic, overVersion }) => ({
      flag_id: flagId,
      ...state,
      is_public: isPublic,
      over_version: overVersion,
    })),
  )
}
