import "server-only"
import type { Change } from "#lib/changes/change.ts"
import { listChangeChoices } from "#lib/changes/list-change-choices.ts"
import { listChanges, listDeployments, listRepositories } from "#lib/changes/queries.ts"
import { listSeenExposures } from "#lib/flags/list-seen-exposures.ts"
import { listReleases } from "#lib/releases/queries.ts"
import type { Runtime } from "#lib/runtime.ts"
import { type Asked, isFiltered, placeOf } from "./asked.ts"
import { exposureIn, lineOf } from "./change-line.ts"

type Deps = Pick<Runtime, "db">

/** As many as fit a selection that somebody still overlooks. */
const ON_A_PAGE = 50

/** Repositories of one team; those beyond it count as having "production" for their production. */
const MOST_REPOSITORIES = 500

/** As many plans as a menu can offer; the newest are the likely ones. */
const MOST_PLANS = 50

export async function loadUnreleased({ db }: Deps, { change: _, after, audience, ...filter }: Asked) {
  // "Unreleased" speaks of what customers are to hear of.
  const state = audience === "internal" ? ("deployed" as const) : ("unreleased" as const)
  const rows = await listChanges(db, { ...filter, state, audience, after: after ?? null, limit: ON_A_PAGE + 1 })
  const page = rows.slice(0, ON_A_PAGE)
  const last = page.at(-1)
  const next = rows.length > ON_A_PAGE && last !== undefined ? placeOf(last) : null
  return { lines: await withExposures({ db }, page), next, choices: await listChangeChoices(db) }
}

async function withExposures({ db }: Deps, changes: Change[]) {
  const repositories = await listRepositories(db, { after: null, limit: MOST_REPOSITORIES })
  const production = new Map(repositories.map(({ name, productionEnvironment }) => [name, productionEnvironment]))
  const seen = await listSeenExposures(db, [...new Set(changes.flatMap(({ flags }) => flags))])
  return changes.map((change) => {
    const environment = production.get(change.repository) ?? "production"
    return lineOf(
      change,
      change.flags.map((key) => ({ key, exposure: exposureIn(seen, { key, environment }) })),
    )
  })
}

/** Releases that changes can be added to. */
export async function loadPlans({ db }: Deps): Promise<{ id: string; name: string }[]> {
  const plans = await listReleases(db, { after: null, limit: MOST_PLANS, state: "planned" })
  return plans.map(({ id, name }) => ({ id, name }))
}

export type FirstSteps = { hasRepository: boolean; hasDeployment: boolean }

/** How far a new portal has got, or null once a change has reached production: from then on the list speaks for itself. */
export async function loadFirstSteps({ db }: Deps, asked: Asked): Promise<FirstSteps | null> {
  if (isFiltered(asked)) return null
  const deployed = await listChanges(db, { state: "deployed", after: null, limit: 1 })
  if (deployed.length > 0) return null
  const [repository] = await listRepositories(db, { after: null, limit: 1 })
  const [deployment] = await listDeployments(db, { after: null, limit: 1, status: "success" })
  return { hasRepository: repository !== undefined, hasDeployment: deployment !== undefined }
}
