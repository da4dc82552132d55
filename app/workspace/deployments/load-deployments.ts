import "server-only"
import { type BroughtChange, listBroughtChanges } from "#lib/changes/list-brought-changes.ts"
import { listChangeChoices } from "#lib/changes/list-change-choices.ts"
import { type DeploymentLine, listDeploymentLines } from "#lib/changes/list-deployment-lines.ts"
import type { DeploymentId } from "#lib/kernel/ids.ts"
import type { Runtime } from "#lib/runtime.ts"
import { type Asked, placeOf } from "./asked.ts"

type Deps = Pick<Runtime, "db">

/** A day or two of a busy team. */
const ON_A_PAGE = 50

/** A first deployment brings everything there is; nobody reads more than this of it here. */
const MOST_BROUGHT = 100

export async function loadDeployments({ db }: Deps, { repository, environment, status, after }: Asked) {
  const rows = await listDeploymentLines(db, { repository, environment, status, after: after ?? null, limit: ON_A_PAGE + 1 })
  const lines = rows.slice(0, ON_A_PAGE)
  const last = lines.at(-1)
  const next = rows.length > ON_A_PAGE && last !== undefined ? placeOf(last) : null
  const { repositories, environments } = await listChangeChoices(db)
  return { lines, next, repositories, environments }
}

export type DeploymentSeen = { line: DeploymentLine; changes: BroughtChange[] }

export async function loadDeployment({ db }: Deps, id: DeploymentId): Promise<DeploymentSeen | null> {
  const [line] = await listDeploymentLines(db, { id, after: null, limit: 1 })
  if (line === undefined) return null
  return { line, changes: await listBroughtChanges(db, { id, limit: MOST_BROUGHT }) }
}
