import { sql } from "drizzle-orm"
import { deliveries } from "#db/schema/deliveries.ts"
import { subscribers } from "#db/schema/subscribers.ts"
import type { Transaction } from "#db/transaction.ts"
import type { SubscriberId } from "../kernel/ids.ts"
import { exclusionReason } from "../subscribers/audience.ts"
import type { Claimed } from "./claim-batch.ts"
import type { Recipient } from "./delivery-batch.ts"

type Row = { id: SubscriberId; address: string | null; name: string | null; reason: string | null }

/**
 * Whom the batch goes to, looked at for the last time: whoever left, or may not be mailed, since the audience was written out is taken
 * out. From here on its mails are what they are, whatever happens to the people, until it has a result.
 */
export async function freezeBatch(tx: Transaction, batch: Claimed): Promise<Recipient[]> {
  const topics = await topicsOf(tx, batch)
  const rows = await tx.execute<Row>(sql`
    select ${deliveries.subscriberId} as id, ${subscribers.email} as address, ${subscribers.name} as name,
      case when ${subscribers.id} is null then 'erased' when ${subscribers.state} <> 'active' then 'ended' else ${exclusionReason({ topics })} end as reason
    from ${deliveries} left join ${subscribers} on ${subscribers.id} = ${deliveries.subscriberId}
    where ${deliveries.releaseId} = ${batch.releaseId} and ${deliveries.batchSeq} = ${batch.seq} and ${deliveries.state} = 'pending'
    order by ${deliveries.subscriberId}`)
  const leaving = rows.filter(({ reason }) => reason !== null)
  if (leaving.length > 0) await exclude(tx, batch, leaving)
  return rows.flatMap(({ id, address, name, reason }) => (reason === null && address !== null ? [{ subscriberId: id, address, name }] : []))
}

async function topicsOf(tx: Transaction, { launchId }: Claimed): Promise<string[] | null> {
  const [plan] = await tx.execute<{ topics: string[] | null }>(sql`select topics from delivery_plans where launch_id = ${launchId}`)
  return plan?.topics ?? null
}

async function exclude(tx: Transaction, { releaseId, launchId }: Claimed, leaving: readonly Row[]): Promise<void> {
  const who = JSON.stringify(leaving.map(({ id, reason }) => ({ id, reason })))
  await tx.execute(sql`
    update deliveries set state = 'excluded', reason = leaving.reason, moved_at = now()
    from jsonb_to_recordset(${who}::jsonb) as leaving (id uuid, reason text)
    where release_id = ${releaseId} and subscriber_id = leaving.id and state = 'pending'`)
  await tx.execute(sql`update delivery_plans set excluded = excluded + ${leaving.length} where launch_id = ${launchId}`)
}
