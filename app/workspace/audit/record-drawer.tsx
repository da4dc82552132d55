import Link from "next/link"
import { Drawer } from "#components/ui/drawer.tsx"
import type { AuditRecordId } from "#lib/kernel/ids.ts"
import type { Runtime } from "#lib/runtime.ts"
import { type Asked, addressOf } from "./asked.ts"
import { wordsOf } from "./audit-words.ts"
import { type DetailRow, detailRows } from "./detail-rows.ts"
import { type Line, loadLine } from "./load-audit.ts"
import { SubjectLink } from "./subject-link.tsx"

type Props = { deps: Pick<Runtime, "db">; id: AuditRecordId; asked: Asked }

/** All that one line of the log holds. */
export async function RecordDrawer({ deps, id, asked }: Props) {
  const line = await loadLine(deps, id)
  const at = { closeHref: addressOf(asked, { record: null }), openerId: `record-${id}` }
  if (line === null)
    return (
      <Drawer title="There is no such line" {...at}>
        <p>Its address may have been cut off on its way.</p>
      </Drawer>
    )
  const { record } = line
  return (
    <Drawer key={id} title={`${record.actor.name} ${wordsOf(record).before} ${line.subject?.name ?? ""}`.trim()} {...at}>
      <Facts line={line} />
      <Details rows={detailRows(record.detail)} />
      <p>
        <Link className="work-link" href={addressOf({}, { kind: record.subject.kind, subject: record.subject.id })} prefetch={false}>
          Everything that happened to this {record.subject.kind}
        </Link>
      </p>
    </Drawer>
  )
}

function Facts({ line }: { line: Line }) {
  const { at, actor, action, subject } = line.record
  return (
    <dl className="drawer-facts">
      <dt>When</dt>
      <dd className="mono">{at.toString()}</dd>
      <dt>Who</dt>
      <dd>
        {actor.name} <span className="quiet">({actor.kind})</span>
      </dd>
      <dt>Action</dt>
      <dd className="mono">{action}</dd>
      <dt>Object</dt>
      <dd>
        <SubjectLink line={line} /> <span className="quiet">({subject.kind})</span>
        <span className="mono subject-id">{subject.id}</span>
      </dd>
    </dl>
  )
}

function Details({ rows }: { rows: DetailRow[] }) {
  if (rows.length === 0) return null
  const isChange = rows.some(({ before }) => before !== null)
  return (
    <section>
      <h3>{isChange ? "What changed" : "Details"}</h3>
      <dl className="changed">
        {rows.map(({ field, before, after }) => (
          <div key={field}>
            <dt>{field}</dt>
            <dd>
              {before === null ? null : (
                <>
                  <span className="visually-hidden">was </span>
                  <del>{before}</del>
                  <span className="visually-hidden"> and is now </span>
                </>
              )}
              {before === null ? after : <ins>{after}</ins>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
