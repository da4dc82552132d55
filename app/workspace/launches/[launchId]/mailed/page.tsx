import Link from "next/link"
import { Empty } from "#components/ui/empty.tsx"
import { FilterChoice, FilterForm } from "#components/ui/filter-form.tsx"
import { Moment } from "#components/ui/moment.tsx"
import { PageHead } from "#components/ui/page-head.tsx"
import { DELIVERY_STATES } from "#lib/delivery/delivery.ts"
import type { DeliveryView } from "#lib/delivery/queries.ts"
import { getRelease } from "#lib/releases/queries.ts"
import { openPage } from "../../../open-page.ts"
import { findOne, loadMailed, wantedIn } from "./load-mailed.ts"
import "../../../releases/[releaseId]/release.css"
import "./mailed.css"

type Props = { params: Promise<{ launchId: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> }

export const metadata = { title: "Who was mailed" }

export default async function MailedPage({ params, searchParams }: Props) {
  const { launchId } = await params
  const { deps } = await openPage(`/workspace/launches/${launchId}/mailed`, "delivery.read")
  const launch = await findOne(deps, launchId)
  const release = await getRelease(deps.db, launch.releaseId)
  const wanted = wantedIn(await searchParams)
  const { deliveries, next } = await loadMailed(deps, launch, wanted)
  const path = `/workspace/launches/${launch.id}/mailed`
  const query = wanted.state === undefined ? "" : `&state=${wanted.state}`
  return (
    <>
      <p className="back">
        <Link href={`/workspace/launches/${launch.id}`} prefetch={false}>
          Launch of {release.name}
        </Link>
      </p>
      <PageHead title="Who was mailed" next={<Download path={path} state={wanted.state} />}>
        Everybody who has the mail of this launch, or may have it. The list holds addresses: keep it where it belongs.
      </PageHead>
      <FilterForm path={path} submit="Show" isFiltered={wanted.state !== undefined}>
        <FilterChoice name="state" label="State of the mail" all="accepted or unknown" chosen={wanted.state} options={DELIVERY_STATES} />
      </FilterForm>
      {deliveries.length === 0 ? (
        <Empty title="Nobody">
          No mail of this launch is {wanted.state ?? "accepted or unknown"}
          {wanted.after === null ? "" : " after the ones before"}.
        </Empty>
      ) : (
        <List deliveries={deliveries} nowMs={deps.clock.now().epochMilliseconds} />
      )}
      {next === null ? null : (
        <p className="more">
          <Link className="button" href={`${path}?after=${next}${query}`} prefetch={false}>
            The next ones
          </Link>
        </p>
      )}
    </>
  )
}

function Download({ path, state }: { path: string; state: string | undefined }) {
  return (
    <a className="button" href={`${path}/csv${state === undefined ? "" : `?state=${state}`}`} download>
      Download as CSV
    </a>
  )
}

function List({ deliveries, nowMs }: { deliveries: DeliveryView[]; nowMs: number }) {
  return (
    <div className="table-frame">
      <table className="table mailed">
        <thead>
          <tr>
            <th scope="col">Address</th>
            <th scope="col">Name</th>
            <th scope="col">State</th>
            <th scope="col">Since</th>
          </tr>
        </thead>
        <tbody>
          {deliveries.map(({ id, subscriber, state, reason, feedback, movedAt }) => (
            <tr key={id}>
              <td>{subscriber === null ? <span className="quiet">erased at their own wish</span> : subscriber.email}</td>
              <td>{subscriber?.name ?? ""}</td>
              <td>
                {state}
                {reason === null && feedback === null ? null : (
                  <span className="quiet"> {[feedback, reason].filter(Boolean).join(", ")}</span>
                )}
              </td>
              <td>
                <Moment atMs={movedAt.epochMilliseconds} nowMs={nowMs} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
