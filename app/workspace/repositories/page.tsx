import Link from "next/link"
import { Empty } from "#components/ui/empty.tsx"
import { PageHead } from "#components/ui/page-head.tsx"
import { mayDo } from "#lib/access/authorize.ts"
import { listRepositories } from "#lib/changes/queries.ts"
import type { Repository } from "#lib/changes/repository.ts"
import { listHookDeliveries } from "#lib/hooks/queries.ts"
import { openPage } from "../open-page.ts"
import { Connect } from "./connect.tsx"
import { A_PAGE, cursorAfter, deliveriesAsked } from "./deliveries-asked.ts"
import { DeliveryList } from "./delivery-list.tsx"
import "./repositories.css"

export const metadata = { title: "Repositories" }

/** More than a team looks through; the interface lists all of them. */
const MOST_REPOSITORIES = 500

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function RepositoriesPage({ searchParams }: Props) {
  const { actor, deps } = await openPage("/workspace/repositories", "hook.read")
  const asked = deliveriesAsked(await searchParams)
  const repositories = await listRepositories(deps.db, { after: null, limit: MOST_REPOSITORIES })
  const deliveries = await listHookDeliveries(deps.db, { ...asked, limit: A_PAGE + 1 })
  const mayRedeliver = mayDo(actor, "hook.redeliver")
  return (
    <>
      <PageHead title="Repositories">
        Pushes say which changes there are, merges make one change of many commits, and deployments say what production has.
      </PageHead>
      {repositories.length === 0 ? (
        <Empty title="No repository yet">
          Connect one below, or let a pipeline run curtain deploy: the first news of a repository brings it here.
        </Empty>
      ) : (
        <RepositoryTable repositories={repositories} />
      )}
      <section className="section" aria-labelledby="arrived">
        <h2 id="arrived">What arrived</h2>
        <DeliveryList
          deliveries={deliveries.slice(0, A_PAGE)}
          at="/workspace/repositories"
          outcome={asked.outcome}
          next={cursorAfter(deliveries)}
          nowMs={deps.clock.now().epochMilliseconds}
          mayRedeliver={mayRedeliver ? "may redeliver" : "only reads"}
        />
      </section>
      <Connect settings={deps.settings} secrets={mayRedeliver ? "hinted" : "hidden"} />
    </>
  )
}

function RepositoryTable({ repositories }: { repositories: readonly Repository[] }) {
  return (
    <div className="table-frame">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Repository</th>
            <th scope="col">Default branch</th>
            <th scope="col">Production</th>
          </tr>
        </thead>
        <tbody>
          {repositories.map(({ id, name, defaultBranch, productionEnvironment }) => (
            <tr key={id}>
              <td>
                <Link className="repository-link" href={`/workspace/repositories/${id}`} prefetch={false}>
                  {name}
                </Link>
              </td>
              <td>{defaultBranch}</td>
              <td>{productionEnvironment}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
