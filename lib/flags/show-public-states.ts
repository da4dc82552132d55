import { sql } from "drizzle-orm"
import type { Transaction } from "#db/transaction.ts"
import type { FlagId } from "../kernel/ids.ts"
import type { BuiltInState } from "./built-in-flag.ts"

/** From this revision on, visitors see these states. A flag that they see in its state already keeps its row. */
export async function showPublicStates(
  tx: Transaction,
  states: { flagId: FlagId; state: BuiltInState }[],
  revision: number,
): Promise<void> {
  if (states.length === 0) return
  // Lateral and array keep the planner from reading the whole history to find a few rows.
  // Counting `closed` makes PostgreSQL end the old rows before it adds new ones: a flag has one live row at any time.
  await tx.execute(sql`
    with changed as (
      select wanted.*
      from jsonb_to_recordset(${asRecords(states)}::jsonb) as wanted (flag_id uuid, enabled boolean, rollout integer, targeting jsonb)
      left join lateral (
        select * from built_in_flag_states states where states.flag_id = wanted.flag_id and states.live_until is null limit 1
      ) live on true
      where live.flag_id is null
         or (live.enabled, live.rollout, live.targeting) is distinct from (wanted.enabled, wanted.rollout, wanted.targeting)
    ), closed as (
      update built_in_flag_states live set live_until = ${revision}
      from changed
      where live.flag_id = any (array(select flag_id from changed)) and live.flag_id = changed.flag_id and live.live_until is null
      returning live.flag_id
    )
    insert into built_in_flag_states (flag_id, enabled, rollout, targeting, live_from)
    select flag_id, enabled, rollout, targeting, ${revision} from changed where (select count(*) from closed) >= 0`)
}

function asRecords(states: { flagId: FlagId; state: BuiltInState }[]): string {
  return JSON.stringify(states.map(({ flagId, state }) => ({ flag_id: flagId, ...state })))
}
