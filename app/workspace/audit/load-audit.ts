import "server-only"
import type { AuditRecord } from "#lib/audit/audit-record.ts"
import { listSubjectNames, type SubjectName } from "#lib/audit/list-subject-names.ts"
import { findAuditRecord, listAudit } from "#lib/audit/queries.ts"
import type { AuditRecordId } from "#lib/kernel/ids.ts"
import type { Runtime } from "#lib/runtime.ts"
import { type Asked, filterOf } from "./asked.ts"

type Deps = Pick<Runtime, "db">

const ON_A_PAGE = 50

/** A line of the log, with what people call its subject; null where that is gone or has no name. */
export type Line = { record: AuditRecord; subject: SubjectName | null }

export async function loadAudit({ db }: Deps, asked: Asked): Promise<{ lines: Line[]; next: AuditRecordId | null }> {
  const rows = await listAudit(db, { ...filterOf(asked), before: asked.before ?? null, limit: ON_A_PAGE + 1 })
  const page = rows.slice(0, ON_A_PAGE)
  return { lines: await withNames({ db }, page), next: rows.length > ON_A_PAGE ? (page.at(-1)?.id ?? null) : null }
}

export async function loadLine({ db }: Deps, id: AuditRecordId): Promise<Line | null> {
  const record = await findAuditRecord(db, id)
  if (record === null) return null
  const [line] = await withNames({ db }, [record])
  return line ?? null
}

async function withNames({ db }: Deps, records: AuditRecord[]): Promise<Line[]> {
  const names = await listSubjectNames(
    db,
    records.map(({ subject }) => subject),
  )
  const named = new Map(names.map((name) => [`${name.kind} ${name.id}`, name]))
  return records.map((record) => ({ record, subject: named.get(`${record.subject.kind} ${record.subject.id}`) ?? null }))
}
