import { and, asc, desc, eq, gte, lt, type SQL, sql } from "drizzle-orm"
import { auditRecords } from "#db/schema/audit.ts"
import type { Queryable } from "#db/transaction.ts"
import { type AuditRecordId, lowestIdAt } from "../kernel/ids.ts"
import type { AuditRecord } from "./audit-record.ts"

export type AuditFilter = {
  subjectKind?: string | undefined
  subjectId?: string | undefined
  action?: string | undefined
  /** A part of the name of who did it. */
  actor?: string | undefined
  /** From this instant on, and before that one. */
  from?: Temporal.Instant | undefined
  until?: Temporal.Instant | undefined
}

/** Newest first; ids grow with time, so the last one seen is the place to go on from. */
export async function listAudit(
  db: Queryable,
  page: AuditFilter & { limit: number; before: AuditRecordId | null },
): Promise<AuditRecord[]> {
  const rows = await db
    .select()
    .from(auditRecords)
    .where(and(page.before === null ? undefined : lt(auditRecords.id, page.before), ...conditions(page)))
    .orderBy(desc(auditRecords.id))
    .limit(page.limit)
  return rows.map(recordOf)
}

/** What happened first of all. Ids grow with time, so this is one look into an index. */
export async function findBeginning(db: Queryable): Promise<string | null> {
  const [first] = await db.select({ action: auditRecords.action }).from(auditRecords).orderBy(asc(auditRecords.id)).limit(1)
  return first?.action ?? null
}

export async function findAuditRecord(db: Queryable, id: AuditRecordId): Promise<AuditRecord | null> {
  const [row] = await db.select().from(auditRecords).where(eq(auditRecords.id, id))
  return row === undefined ? null : recordOf(row)
}

/** Times by the ids, which begin with theirs: so a day of a long log is found without reading the rest. */
function conditions({ subjectKind, subjectId, action, actor, from, until }: AuditFilter): (SQL | undefined)[] {
  return [
    subjectKind === undefined ? undefined : eq(auditRecords.subjectKind, subjectKind),
    subjectId === undefined ? undefined : eq(auditRecords.subjectId, subjectId),
    action === undefined ? undefined : eq(auditRecords.action, action),
    actor === undefined ? undefined : sql`position(${actor.toLowerCase()} in lower(${auditRecords.actorName})) > 0`,
    from === undefined ? undefined : gte(auditRecords.id, lowestIdAt<AuditRecordId>(from)),
    until === undefined ? undefined : lt(auditRecords.id, lowestIdAt<AuditRecordId>(until)),
  ]
}

/** The row as it was hashed. Whether its words are those of our unions does not matter to a reader, nor to the hash. */
export function recordOf(row: typeof auditRecords.$inferSelect): AuditRecord {
  return {
    id: row.id,
    at: row.at,
    action: row.action as AuditRecord["action"],
    actor: { kind: row.actorKind as AuditRecord["actor"]["kind"], id: row.actorId, name: row.actorName },
    subject: { kind: row.subjectKind as AuditRecord["subject"]["kind"], id: row.subjectId },
    detail: row.detail,
  }
}
