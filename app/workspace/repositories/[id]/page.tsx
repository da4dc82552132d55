import Link from "next/link"
import { notFound } from "next/navigation"
import { cache } from "react"
import { PageHead } from "#components/ui/page-head.tsx"
import { mayDo } from "#lib/access/authorize.ts"
import { findRepository } from "#lib/changes/queries.ts"
import { listHookDeliveries } from "#lib/hooks/queries.ts"
import { idOf, isId, type RepositoryId } from "#lib/kernel/ids.ts"
import { openPage } from "../../open-page.ts"
import { A_PAGE, cursorAfter, deliveriesAsked } from "../deliveries-asked.ts"
import { DeliveryList } from "../delivery-list.tsx"
import { RepositorySettings } from "./repository-settings.tsx"
import "../repositories.css"

export const metadata = { title: "Repository" }

type Props = { params: Promise<{ id: string }>; searchParams: Promise<Record<string, string | string[] | undefined>> }

const loadRepository = cache(async (id: string) => {
  const opened = await openPage(`/workspace/repositories/${encodeURIComponent(id)}`, "hook.read")
  const repository = isId(id) ? await findRepository(opened.deps.db, idOf<RepositoryId>(id)) : null
  if (repository === null) notFound()
  return { ...opened, repository }
})

export default async function RepositoryPage({ params, searchParams }: Props) {
  const { actor, deps, repository } = await loadRepository((await params).id)
  const asked = deliveriesAsked(await searchParams)
  const deliveries = await listHookDeliveries(deps.db, { ...asked, repository: repository.name, limit: A_PAGE + 1 })
  const { id, name, defaultBranch, productionEnvironment } = repository
  return (
    <>
      <p className="repository-back">
        <Link href="/workspace/repositories" prefetch={false}>
          Repositories
        </Link>
      </p>
      <PageHead title={name}>
        Changes are taken from {defaultBranch}; what runs in {productionEnvironment} counts as deployed.
      </PageHead>
      {mayDo(actor, "repository.edit") ? <RepositorySettings {...{ id, defaultBranch, productionEnvironment }} /> : null}
      <section className="section" aria-labelledby="arrived">
        <h2 id="arrived">What arrived</h2>
        <DeliveryList
          deliveries={deliveries.slice(0, A_PAGE)}
          at={`/workspace/repositories/${id}`}
          outcome={asked.outcome}
          next={cursorAfter(deliveries)}
          nowMs={deps.clock.now().epochMilliseconds}
          mayRedeliver={mayDo(actor, "hook.redeliver") ? "may redeliver" : "only reads"}
        />
      </section>
    </>
  )
}
