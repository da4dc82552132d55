import Link from "next/link"
import { Empty } from "#components/ui/empty.tsx"
import { FilterChoice, FilterForm } from "#components/ui/filter-form.tsx"
import { Moment } from "#components/ui/moment.tsx"
import { PageHead } from "#components/ui/page-head.tsx"
import type { Query } from "../list-address.ts"
import { openPage } from "../open-page.ts"
import { type Asked, AUDIT, addressOf, askedIn, isFiltered } from "./asked.ts"
import { actionName, KNOWN_ACTIONS, wordsOf } from "./audit-words.ts"
import { type Line, loadAudit } from "./load-audit.ts"
import { RecordDrawer } from "./record-drawer.tsx"
import { SubjectLink } from "./subject-link.tsx"
import { VerifyForm } from "./verify-form.tsx"
import "./audit.css"

export const metadata = { title: "Audit log" }

export default async function AuditPage({ searchParams }: { searchParams: Promise<Query> }) {
  const { deps } = await openPage(AUDIT, "audit.read")
  const asked = askedIn(await searchParams)
  const { lines, next } = await loadAudit(deps, asked)
  const nowMs = deps.clock.now().epochMilliseconds
  return (
    <>
      <PageHead title="Audit log">Every change and every call to the outside, with who and when. Nobody edits it unseen.</PageHead>
      <VerifyForm exportHref={addressOf(asked, { before: null, record: null }, `${AUDIT}/export`)} isFiltered={isFiltered(asked)} />
      <Filters asked={asked} />
      {lines.length === 0 ? <Nothing asked={asked} /> : <Lines {...{ lines, asked, nowMs }} />}
      <Pager asked={asked} next={next} />
      {asked.record === undefined ? null : <RecordDrawer deps={deps} id={asked.record} asked={asked} />}
    </>
  )
}

/** What people look for; a line's drawer leads to the story of any other thing. */
const KINDS = ["change", "connection", "deployment", "document", "flag", "launch", "person", "release", "repository", "subscriber", "token"]

function Filters({ asked }: { asked: Asked }) {
  const actions = KNOWN_ACTIONS.map((action) => ({ value: action, word: actionName(action) }))
  return (
    <FilterForm path={AUDIT} submit="Find" isFiltered={isFiltered(asked)}>
      <input type="search" name="actor" aria-label="Who" placeholder="Who: a name" maxLength={100} defaultValue={asked.actor} />
      <FilterChoice name="action" label="Action" all="Any action" chosen={asked.action} options={actions.toSorted(byWord)} />
      <FilterChoice name="kind" label="Object" all="Any object" chosen={asked.kind} options={KINDS} />
      <label className="day">
        from <input type="date" name="from" defaultValue={asked.from} />
      </label>
      <label className="day">
        to <input type="date" name="to" defaultValue={asked.to} />
      </label>
    </FilterForm>
  )
}

function byWord(one: { word: string }, other: { word: string }): number {
  return one.word.localeCompare(other.word)
}

function Lines({ lines, asked, nowMs }: { lines: Line[]; asked: Asked; nowMs: number }) {
  return (
    <div className="table-frame">
      <table className="table cards audit">
        <caption className="visually-hidden">What happened, the latest first</caption>
        <thead>
          <tr>
            <th scope="col">What happened</th>
            <th scope="col" className="when">
              When
            </th>
            <th scope="col" className="more">
              <span className="visually-hidden">Details</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Row key={line.record.id} {...{ line, asked, nowMs }} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ line, asked, nowMs }: { line: Line; asked: Asked; nowMs: number }) {
  const { id, at, actor, action } = line.record
  const { before, after } = wordsOf(line.record)
  return (
    <tr data-open={asked.record === id ? "" : undefined}>
      <th scope="row">
        <strong>{actor.name}</strong> {before} <SubjectLink line={line} />
        {after.startsWith(":") ? after : ` ${after}`}
      </th>
      <td className="when">
        <Moment atMs={at.epochMilliseconds} nowMs={nowMs} />
      </td>
      <td className="more">
        <Link
          id={`record-${id}`}
          className="work-link"
          href={addressOf(asked, { record: id })}
          scroll={false}
          prefetch={false}
          aria-label={`Details of ${actionName(action)} by ${actor.name}`}
        >
          Details
        </Link>
      </td>
    </tr>
  )
}

function Pager({ asked, next }: { asked: Asked; next: string | null }) {
  if (next === null && asked.before === undefined) return null
  return (
    <nav className="pager" aria-label="Pages">
      {asked.before === undefined ? null : (
        <Link className="button" href={addressOf(asked, { before: null, record: null })} prefetch={false}>
          Latest
        </Link>
      )}
      {next === null ? null : (
        <Link className="button" href={addressOf(asked, { before: next, record: null })} prefetch={false}>
          Earlier
        </Link>
      )}
    </nav>
  )
}

function Nothing({ asked }: { asked: Asked }) {
  if (!isFiltered(asked))
    return <Empty title="Nothing happened yet">The first thing that anybody does here stands here, with who and when.</Empty>
  return (
    <Empty title="No line fits">
      Nothing like that happened. <a href={AUDIT}>Show the whole log</a>.
    </Empty>
  )
}
