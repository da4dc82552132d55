import Link from "next/link"
import { Empty } from "#components/ui/empty.tsx"
import { FilterChoice, FilterForm } from "#components/ui/filter-form.tsx"
import { Moment } from "#components/ui/moment.tsx"
import { PageHead } from "#components/ui/page-head.tsx"
import type { DeploymentLine } from "#lib/changes/list-deployment-lines.ts"
import type { Query } from "../list-address.ts"
import { openPage } from "../open-page.ts"
import { type Asked, addressOf, askedIn, DEPLOYMENTS, isFiltered } from "./asked.ts"
import { DeploymentDrawer } from "./deployment-drawer.tsx"
import { doneBy, StatusMark, toldBy } from "./deployment-words.tsx"
import { loadDeployments } from "./load-deployments.ts"
import { StatusChoice } from "./status-choice.tsx"
import "./deployments.css"

export const metadata = { title: "Deployments" }

export default async function DeploymentsPage({ searchParams }: { searchParams: Promise<Query> }) {
  const { deps } = await openPage(DEPLOYMENTS, "change.read")
  const asked = askedIn(await searchParams)
  const { lines, next, repositories, environments } = await loadDeployments(deps, asked)
  const nowMs = deps.clock.now().epochMilliseconds
  return (
    <>
      <PageHead title="Deployments">What was deployed where, and what that brought. None of it is public before its release.</PageHead>
      <FilterForm path={DEPLOYMENTS} submit="Filter" isFiltered={isFiltered(asked)}>
        <FilterChoice name="repository" label="Repository" all="Any repository" chosen={asked.repository} options={repositories} />
        <FilterChoice name="environment" label="Environment" all="Any environment" chosen={asked.environment} options={environments} />
        <StatusChoice chosen={asked.status} />
      </FilterForm>
      {lines.length === 0 ? <Nothing asked={asked} /> : <Deployments {...{ lines, asked, nowMs }} />}
      <Pager asked={asked} next={next} />
      {asked.deployment === undefined ? null : <DeploymentDrawer deps={deps} id={asked.deployment} asked={asked} />}
    </>
  )
}

function Deployments({ lines, asked, nowMs }: { lines: DeploymentLine[]; asked: Asked; nowMs: number }) {
  return (
    <div className="table-frame">
      <table className="table cards deployments">
        <caption className="visually-hidden">Deployments, the latest first</caption>
        <thead>
          <tr>
            <th scope="col">Environment</th>
            <th scope="col">Deployed</th>
            <th scope="col">Status</th>
            <th scope="col">What it did</th>
            <th scope="col">When</th>
            <th scope="col">Told by</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Row key={line.id} {...{ line, asked, nowMs }} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ line, asked, nowMs }: { line: DeploymentLine; asked: Asked; nowMs: number }) {
  const { id, environment, repository, sha, status, deployedAt } = line
  const done = doneBy(line)
  return (
    <tr data-open={asked.deployment === id ? "" : undefined}>
      <th scope="row">
        <Link id={`deployment-${id}`} href={addressOf(asked, { deployment: id })} scroll={false} prefetch={false}>
          {environment}
        </Link>
      </th>
      <td className="what">
        <span className="quiet">{repository}</span> <span className="mono">{sha.slice(0, 7)}</span>
      </td>
      <td className="status">
        <StatusMark status={status} />
      </td>
      <td className="did">
        {done === null ? (
          <span className="quiet">{status === "success" ? "Brought nothing new" : "Nothing"}</span>
        ) : (
          <Link
            className="work-link"
            href={addressOf(asked, { deployment: id })}
            scroll={false}
            prefetch={false}
            aria-label={`${done} to ${environment}`}
          >
            {done}
          </Link>
        )}
      </td>
      <td className="when">
        <Moment atMs={deployedAt.epochMilliseconds} nowMs={nowMs} />
      </td>
      <td className="by" title={toldBy(line)}>
        {toldBy(line)}
      </td>
    </tr>
  )
}

function Pager({ asked, next }: { asked: Asked; next: string | null }) {
  if (next === null && asked.after === undefined) return null
  return (
    <nav className="pager" aria-label="Pages">
      {asked.after === undefined ? null : (
        <Link className="button" href={addressOf(asked, { after: null, deployment: null })} prefetch={false}>
          Newest deployments
        </Link>
      )}
      {next === null ? null : (
        <Link className="button" href={addressOf(asked, { after: next, deployment: null })} prefetch={false}>
          Older deployments
        </Link>
      )}
    </nav>
  )
}

function Nothing({ asked }: { asked: Asked }) {
  if (isFiltered(asked) || asked.after !== undefined)
    return (
      <Empty title="No deployment fits">
        Nothing was deployed like that. <a href={DEPLOYMENTS}>Show all deployments</a>.
      </Empty>
    )
  return (
    <Empty title="No deployment yet">
      Each deployment that a pipeline or a code host tells of stands here.{" "}
      <Link className="work-link" href="/workspace/unreleased" prefetch={false}>
        See how to tell of the first one
      </Link>
      .
    </Empty>
  )
}
