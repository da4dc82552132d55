import { and, asc, desc, eq, lt } from "drizzle-orm"
import { auditRecords } from "#db/schema/audit.ts"
import type { Queryable } from "#db/transaction.ts"
import type { AuditRecordId } from "../kernel/ids.ts"
import type { AuditRecord } from "./audit-record.ts"

/** Newest first; ids grow with time, so the last one seen is the place to go on from. */
export async function listAudit(
  db: Queryable,
  page: { limit: number; before: AuditRecordId | null; subjectKind?: string | undefined; subjectId?: string | undefined },
): Promise<AuditRecord[]> {
  const rows = await db
    .select()
    .from(auditRecords)
    .where(
      and(
        page.before === null ? undefined : lt(auditRecords.id, page.before),
        page.subjectKind === undefined ? undefined : eq(auditRecords.subjectKind, page.subjectKind),
        page.subjectId === undefined ? undefined : eq(auditRecords.subjectId, page.subjectId),
      ),
    )
    .orderBy(desc(auditRecords.id))
    .limit(page.limit)
  return rows.map(recordOf)
}

/** What happened first of all. Ids grow with time, so this is one look into an index. */
export async function findBeginning(db: Queryable): Promise<string | null> {
  const [first] = await db.select({ action: auditRecords.action }).from(auditRecords).orderBy(asc(auditRecords.id)).limit(1)
  return first?.action ?? null
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
