import { asc, desc, eq, inArray, sql } from "drizzle-orm"
import { auditRecords, auditSeals, auditUnsealed } from "#db/schema/audit.ts"
import type { Transaction } from "#db/transaction.ts"
import type { Runtime } from "../runtime.ts"
import { CHAIN_START, chainAfter } from "./audit-record.ts"

/** Any number, the same in every Curtain: two sealers would fork the chain. */
const SEALER_LOCK = 4_071_978

/** As many lines as one round seals; the next round comes a second later, or at once where this one was full. */
const ROUND = 5000

/**
 * Links the records that were committed since the last round. Whoever commits later is linked later, so the chain has
 * the order of commits and no command ever waits for it. Returns how many were sealed; 0 where another sealer is at work.
 */
export async function sealAudit(deps: Pick<Runtime, "db">): Promise<number> {
  return deps.db.transaction(async (tx) => {
    const [lock] = await tx.execute<{ taken: boolean }>(sql`select pg_try_advisory_xact_lock(${SEALER_LOCK}) as taken`)
    if (!lock?.taken) return 0
    const waiting = await tx
      .select({ id: auditRecords.id, hash: auditRecords.hash })
      .from(auditUnsealed)
      .innerJoin(auditRecords, eq(auditRecords.id, auditUnsealed.recordId))
      .orderBy(asc(auditRecords.id))
      .limit(ROUND)
    if (waiting.length === 0) return 0
    await link(tx, waiting)
    return waiting.length
  })
}

async function link(tx: Transaction, waiting: { id: (typeof auditRecords.$inferSelect)["id"]; hash: string }[]): Promise<void> {
  const [last] = await tx.select().from(auditSeals).orderBy(desc(auditSeals.sequence)).limit(1)
  let sequence = last?.sequence ?? 0
  let chain = last?.chain ?? CHAIN_START
  const seals = waiting.map(({ id, hash }) => {
    chain = chainAfter(chain, hash)
    sequence += 1
    return { sequence, recordId: id, chain }
  })
  await tx.insert(auditSeals).values(seals)
  await tx.delete(auditUnsealed).where(
    inArray(
      auditUnsealed.recordId,
      waiting.map((record) => record.id),
    ),
  )
}
