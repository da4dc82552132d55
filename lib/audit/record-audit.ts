import { sql } from "drizzle-orm"
import { auditRecords, auditUnsealed } from "#db/schema/audit.ts"
import type { Transaction } from "#db/transaction.ts"
import { type Actor, nameOf } from "../access/actor.ts"
import { systemClock } from "../kernel/clock.ts"
import { type AuditRecordId, newId } from "../kernel/ids.ts"
import { type AuditAction, type AuditRecord, type AuditSubject, hashOfRecord } from "./audit-record.ts"

export type AuditEntry = { actor: Actor; action: AuditAction; subject: AuditSubject; detail?: Record<string, unknown> }

/** One line of the log, in the transaction of what it tells: either both happened or neither. The sealer chains it later. */
export async function recordAudit(tx: Transaction, entry: AuditEntry): Promise<void> {
  const record: AuditRecord = {
    id: newId<AuditRecordId>(),
    at: systemClock.now(),
    action: entry.action,
    actor: nameOf(entry.actor),
    subject: entry.subject,
    detail: plain(entry.detail ?? {}),
  }
  // One statement for both rows: a launch writes several lines under a lock, and each round trip counts there.
  const inserted = tx.$with("inserted").as(tx.insert(auditRecords).values(rowOf(record)).returning({ id: auditRecords.id }))
  await tx.with(inserted).insert(auditUnsealed).select(sql`select id from inserted`)
}

function rowOf(record: AuditRecord) {
  const { id, at, action, actor, subject, detail } = record
  return {
    id,
    at,
    action,
    actorKind: actor.kind,
    actorId: actor.id,
    actorName: actor.name,
    subjectKind: subject.kind,
    subjectId: subject.id,
    detail,
    hash: hashOfRecord(record),
  }
}

/** As it will come back from the database: instants as text, undefined members gone. */
function plain(detail: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(detail)) as Record<string, unknown>
}
