import Link from "next/link"
import { z } from "zod"
import { SUPPRESSION_WORDS } from "#components/subscriber/subscriber-words.ts"
import { Empty } from "#components/ui/empty.tsx"
import { Moment } from "#components/ui/moment.tsx"
import { listSuppressions, type Suppression, type SuppressionPlace } from "#lib/subscribers/queries.ts"
import { openPage } from "../../open-page.ts"
import { AudienceHead } from "../audience-head.tsx"
import "../audience.css"

export const metadata = { title: "Suppressions" }

const SUPPRESSIONS = "/workspace/audience/suppressions"
const ON_A_PAGE = 50

const place = z
  .string()
  .transform((text) => text.split("~"))
  .pipe(z.tuple([z.iso.datetime().transform((text) => Temporal.Instant.from(text)), z.string().regex(/^[\w -]{1,100}$/)]))
  .transform(([createdAt, addressHash]) => ({ createdAt, addressHash }))
  .nullable()
  .catch(null)

type Props = { searchParams: Promise<{ after?: string | string[] }> }

export default async function SuppressionsPage({ searchParams }: Props) {
  const { deps } = await openPage(SUPPRESSIONS, "subscriber.read")
  const rows = await listSuppressions(deps.db, { after: place.parse((await searchParams).after ?? null), limit: ON_A_PAGE + 1 })
  const suppressions = rows.slice(0, ON_A_PAGE)
  const last = rows.length > ON_A_PAGE ? suppressions.at(-1) : undefined
  return (
    <>
      <AudienceHead here="/workspace/audience/suppressions">
        Addresses that nothing is mailed to, whoever asks. Only a hash of each is kept, so an address shows while its subscriber is here.
      </AudienceHead>
      {suppressions.length === 0 ? (
        <Empty title="No address is suppressed">
          An address comes here when a mail to it comes back for good, its owner calls one spam or is erased, or somebody of the team
          suppresses it beside its subscriber.
        </Empty>
      ) : (
        <SuppressionTable suppressions={suppressions} nowMs={deps.clock.now().epochMilliseconds} />
      )}
      {last === undefined ? null : (
        <nav className="pager" aria-label="Pages">
          <Link className="button" href={`${SUPPRESSIONS}?after=${encodeURIComponent(placeOf(last))}`} prefetch={false}>
            Older suppressions
          </Link>
        </nav>
      )}
    </>
  )
}

function placeOf({ createdAt, addressHash }: SuppressionPlace): string {
  return `${createdAt}~${addressHash}`
}

function SuppressionTable({ suppressions, nowMs }: { suppressions: Suppression[]; nowMs: number }) {
  return (
    <div className="table-frame">
      <table className="table subscribers">
        <caption className="visually-hidden">Suppressed addresses, the newest first</caption>
        <thead>
          <tr>
            <th scope="col">Address</th>
            <th scope="col">Why</th>
            <th scope="col" className="wide">
              Told by
            </th>
            <th scope="col" className="wide">
              Since
            </th>
          </tr>
        </thead>
        <tbody>
          {suppressions.map(({ addressHash, reason, source, createdAt, subscriber }) => (
            <tr key={addressHash}>
              <th scope="row">
                {subscriber === null ? (
                  <span className="quiet">nobody who is here</span>
                ) : (
                  <Link className="work-link" href={`/workspace/audience?subscriber=${subscriber.id}`} prefetch={false}>
                    {subscriber.email}
                  </Link>
                )}
              </th>
              <td>{SUPPRESSION_WORDS[reason].mark}</td>
              <td className="wide">{source}</td>
              <td className="wide">
                <Moment atMs={createdAt.epochMilliseconds} nowMs={nowMs} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
