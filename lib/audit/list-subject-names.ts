import { sql } from "drizzle-orm"
import type { Queryable } from "#db/transaction.ts"
import type { AuditSubject } from "./audit-record.ts"

/** What people call the subject of a line, and what it stands within: the release of a document. */
export type SubjectName = AuditSubject & { name: string; within: string | null }

/** In one statement for a whole page. What is gone, and what has no name, is not in it. */
export async function listSubjectNames(db: Queryable, subjects: readonly AuditSubject[]): Promise<SubjectName[]> {
  if (subjects.length === 0) return []
  const rows = await db.execute<SubjectName>(sql`
    with asked as materialized (
      select distinct kind, id, case when id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then id::uuid end as uuid
      from jsonb_to_recordset(${JSON.stringify(subjects)}::jsonb) as given (kind text, id text)
    )
    select asked.kind, asked.id, releases.name, null as within from asked join releases on releases.id = uuid where asked.kind = 'release'
    union all
    select asked.kind, asked.id, latest.title, documents.release_id::text from asked join documents on documents.id = uuid
      join lateral (select title from editions where document_id = documents.id order by created_at desc, id desc limit 1) latest on true
      where asked.kind = 'document'
    union all
    select asked.kind, asked.id, releases.name, releases.id::text from asked join launches on launches.id = uuid
      join releases on releases.id = launches.release_id where asked.kind = 'launch'
    union all
    select asked.kind, asked.id, flags.key || ' in ' || flags.environment, null from asked join flags on flags.id = uuid where asked.kind = 'flag'
    union all
    select asked.kind, asked.id, flag_connections.name, null from asked join flag_connections on flag_connections.id = asked.id
      where asked.kind = 'connection'
    union all
    select asked.kind, asked.id, changes.title, null from asked join changes on changes.id = uuid where asked.kind = 'change'
    union all
    select asked.kind, asked.id, repositories.name, null from asked join repositories on repositories.id = uuid where asked.kind = 'repository'
    union all
    select asked.kind, asked.id, repositories.name || ' to ' || deployments.environment, null from asked
      join deployments on deployments.id = uuid join repositories on repositories.id = deployments.repository_id where asked.kind = 'deployment'
    union all
    select asked.kind, asked.id, repositories.name, repositories.id::text from asked join pushes on pushes.id = uuid
      join repositories on repositories.id = pushes.repository_id where asked.kind = 'push'
    union all
    select asked.kind, asked.id, api_tokens.name, null from asked join api_tokens on api_tokens.id = uuid where asked.kind = 'token'
    union all
    select asked.kind, asked.id, people.name, null from asked join people on people.id = uuid where asked.kind = 'person'
    union all
    select asked.kind, asked.id, subscribers.email, null from asked join subscribers on subscribers.id = uuid where asked.kind = 'subscriber'
    union all
    select asked.kind, asked.id, segments.name, null from asked join segments on segments.id = uuid where asked.kind = 'segment'
    union all
    select asked.kind, asked.id, topics.name, null from asked join topics on topics.key = asked.id where asked.kind = 'topic'`)
  return [...rows]
}
