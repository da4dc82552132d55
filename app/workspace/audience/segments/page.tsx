import Link from "next/link"
import { sizeInWords } from "#components/subscriber/size-words.ts"
import { Empty } from "#components/ui/empty.tsx"
import { mayDo } from "#lib/access/authorize.ts"
import { listSegments, type Segment } from "#lib/subscribers/queries.ts"
import { openPage } from "../../open-page.ts"
import { AudienceHead } from "../audience-head.tsx"
import { ruleInWords } from "./rule-words.ts"
import "../audience.css"

export const metadata = { title: "Segments" }

const SEGMENTS = "/workspace/audience/segments"
const ON_A_PAGE = 25

type Props = { searchParams: Promise<{ after?: string | string[] }> }

export default async function SegmentsPage({ searchParams }: Props) {
  const { deps, actor } = await openPage(SEGMENTS, "segment.read")
  const { after } = await searchParams
  const rows = await listSegments(deps.db, { after: typeof after === "string" ? after.replaceAll("\0", "") : null, limit: ON_A_PAGE + 1 })
  const segments = rows.slice(0, ON_A_PAGE)
  const next = rows.length > ON_A_PAGE ? segments.at(-1)?.name : undefined
  const mayWrite = mayDo(actor, "segment.write")
  return (
    <>
      <AudienceHead here="/workspace/audience/segments" next={mayWrite ? <New /> : null}>
        Parts of your audience, by what is known of people. Who belongs to one is asked anew at each release.
      </AudienceHead>
      {segments.length === 0 ? (
        <Empty title="No segment yet">
          A segment is a rule, like "plan is pro" or "everybody at acme.example". A release can be mailed to it instead of to everyone.{" "}
          {mayWrite ? <a href={`${SEGMENTS}/new`}>Create the first segment</a> : "Publishers and owners can create one."}
        </Empty>
      ) : (
        <SegmentTable segments={segments} />
      )}
      {next === undefined ? null : (
        <nav className="pager" aria-label="Pages">
          <Link className="button" href={`${SEGMENTS}?after=${encodeURIComponent(next)}`} prefetch={false}>
            More segments
          </Link>
        </nav>
      )}
    </>
  )
}

function New() {
  return (
    <Link className="button" data-kind="main" href={`${SEGMENTS}/new`} prefetch={false}>
      Create a segment
    </Link>
  )
}

function SegmentTable({ segments }: { segments: Segment[] }) {
  return (
    <div className="table-frame">
      <table className="table subscribers">
        <caption className="visually-hidden">Segments, by name</caption>
        <thead>
          <tr>
            <th scope="col">Segment</th>
            <th scope="col" className="wide">
              Who belongs to it
            </th>
            <th scope="col">Members</th>
          </tr>
        </thead>
        <tbody>
          {segments.map(({ id, name, rule, members }) => (
            <tr key={id}>
              <th scope="row">
                <Link className="work-link" href={`${SEGMENTS}/${id}`} prefetch={false}>
                  {name}
                </Link>
              </th>
              <td className="wide rule-words">{ruleInWords(rule)}</td>
              <td>{sizeInWords(members)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
