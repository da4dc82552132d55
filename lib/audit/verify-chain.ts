import { and, asc, eq, gt, isNull, sql } from "drizzle-orm"
import { auditRecords, auditSeals, auditUnsealed } from "#db/schema/audit.ts"
import type { Queryable } from "#db/transaction.ts"
import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import type { Runtime } from "../runtime.ts"
import { CHAIN_START, chainAfter, hashOfRecord } from "./audit-record.ts"
import { recordOf } from "./queries.ts"

export type ChainReport = {
  ok: boolean
  /** How many sealed lines were read, and how many wait for their seal. */
  entries: number
  unsealed: number
  firstBroken?: { sequence: number | null; recordId: string; because: string }
}

type Broken = NonNullable<ChainReport["firstBroken"]>

const PAGE = 2000

/** Reads the whole log as of one instant and computes every hash again. Any line that was changed, added or taken away shows. */
export async function verifyChain(deps: Pick<Runtime, "db">, actor: Actor): Promise<ChainReport> {
  authorize(actor, "audit.read")
  return deps.db.transaction(
    async (tx) => {
      const { entries, broken } = await walk(tx)
      const firstBroken = broken ?? (await findUnaccounted(tx)) ?? (await findRewrittenUnsealed(tx))
      const unsealed = await countUnsealed(tx)
      return { ok: firstBroken === null, entries, unsealed, ...(firstBroken ? { firstBroken } : {}) }
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  )
}

type Head = { sequence: number; chain: string }
type Link = { seal: typeof auditSeals.$inferSelect; record: typeof auditRecords.$inferSelect | null }

/** Follows the chain from its start, a page of links at a time. */
async function walk(db: Queryable): Promise<{ entries: number; broken: Broken | null }> {
  let head: Head = { sequence: 0, chain: CHAIN_START }
  for (;;) {
    const page = await readLinks(db, head)
    for (const link of page) {
      const because = breakAt(head, link)
      if (because !== null)
        return { entries: head.sequence, broken: { sequence: link.seal.sequence, recordId: link.seal.recordId, because } }
      head = { sequence: link.seal.sequence, chain: link.seal.chain }
    }
    if (page.length < PAGE) return { entries: head.sequence, broken: null }
  }
}

function readLinks(db: Queryable, head: Head): Promise<Link[]> {
  return db
    .select({ seal: auditSeals, record: auditRecords })
    .from(auditSeals)
    .leftJoin(auditRecords, eq(auditRecords.id, auditSeals.recordId))
    .where(gt(auditSeals.sequence, head.sequence))
    .orderBy(asc(auditSeals.sequence))
    .limit(PAGE)
}

/** Why this link does not continue the chain, or null where it does. */
function breakAt(head: Head, { seal, record }: Link): string | null {
  if (seal.sequence !== head.sequence + 1) return "a link before this one is missing"
  if (record === null) return "the line is missing"
  if (hashOfRecord(recordOf(record)) !== record.hash) return "the line was changed"
  return chainAfter(head.chain, record.hash) === seal.chain ? null : "the link does not follow from the one before"
}

/** A line that is neither sealed nor waiting was taken out of the chain, or written past it. */
async function findUnaccounted(db: Queryable): Promise<Broken | null> {
  const [row] = await db
    .select({ id: auditRecords.id })
    .from(auditRecords)
    .leftJoin(auditSeals, eq(auditSeals.recordId, auditRecords.id))
    .leftJoin(auditUnsealed, eq(auditUnsealed.recordId, auditRecords.id))
    .where(and(isNull(auditSeals.recordId), isNull(auditUnsealed.recordId)))
    .limit(1)
  return row ? { sequence: null, recordId: row.id, because: "the line is not in the chain" } : null
}

async function findRewrittenUnsealed(db: Queryable): Promise<Broken | null> {
  const rows = await db
    .select({ record: auditRecords })
    .from(auditUnsealed)
    .innerJoin(auditRecords, eq(auditRecords.id, auditUnsealed.recordId))
  const bad = rows.find(({ record }) => hashOfRecord(recordOf(record)) !== record.hash)
  return bad ? { sequence: null, recordId: bad.record.id, because: "the line was changed" } : null
}

async function countUnsealed(db: Queryable): Promise<number> {
  const [row] = await db.select({ count: sql<string>`count(*)` }).from(auditUnsealed)
  return Number(row?.count ?? 0)
}
