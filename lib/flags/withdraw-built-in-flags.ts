import { sql } from "drizzle-orm"
import type { Transaction } from "#db/transaction.ts"
import type { FlagId } from "../kernel/ids.ts"
import { setBuiltInFlags } from "./set-built-in-flags.ts"
import type { BuiltInChange, WrittenFlags } from "./write-current-states.ts"

/**
 * Takes flags back to what a launch recorded of them, where nobody changed them since. Those that visitors did not know of
 * before (`isPublic: false`) are forgotten: gone as of this revision, and a few seconds later for every older one too.
 */
export async function withdrawBuiltInFlags(tx: Transaction, recorded: BuiltInChange[], revision: number): Promise<WrittenFlags> {
  const written = await setBuiltInFlags(tx, recorded, revision)
  const lost = new Set(written.lost)
  const hidden = recorded.filter(({ flagId, isPublic }) => !isPublic && !lost.has(flagId)).map(({ flagId }) => flagId)
  if (hidden.length > 0) await forget(tx, hidden, revision)
  return written
}

async function forget(tx: Transaction, flagIds: FlagId[], revision: number): Promise<void> {
  await tx.execute(sql`
    update built_in_flag_states set live_until = coalesce(live_until, ${revision}), withdrawn_at = now()
    where withdrawn_at is null and flag_id in (select value::uuid from jsonb_array_elements_text(${JSON.stringify(flagIds)}::jsonb))`)
}
