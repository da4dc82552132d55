import { and, desc, eq, gt, type SQL, sql } from "drizzle-orm"
import { deployments, repositories } from "#db/schema/changes.ts"
import type { Queryable } from "#db/transaction.ts"
import { NotFound } from "../kernel/errors.ts"
import type { ChangeId, ReleaseId, RepositoryId } from "../kernel/ids.ts"
import { unreachable } from "../kernel/unreachable.ts"
import type { Audience, Change, ChangeState } from "./change.ts"
import { type ChangeRow, changeOfRow, selectChanges } from "./change-row.ts"
import type { Deployment, DeploymentStatus } from "./deployment.ts"
import type { Repository } from "./repository.ts"
import { inEffectAt, PLACED, RUNNING } from "./standing.ts"

export type ChangePosition = { mergedAt: Temporal.Instant; id: ChangeId }
export type ChangeFilter = {
  /** All that are known where it is left out. */
  state?: ChangeState | undefined
  repository?: string | undefined
  /** In effect there now. With `deployed` it stands in for production. */
  environment?: string | undefined
  flag?: string | undefined
  type?: string | undefined
  audience?: Audience | undefined
  /** Words of its title, the name of its author, the beginning of its SHA or the number of its pull request. */
  search?: string | undefined
  after: ChangePosition | null
  limit: number
}

/** Newest first; `after` is the last one of the page before. */
export async function listChanges(db: Queryable, filter: ChangeFilter): Promise<Change[]> {
  const rows = await db.execute<ChangeRow>(
    selectChanges(sql`
      select changes.id from ${PLACED}
      left join running production on production.repository_id = changes.repository_id and production.is_production
      where ${and(sql`true`, ...conditions(filter))}
      order by changes.merged_at desc, changes.id desc limit ${filter.limit}`),
  )
  return rows.map(changeOfRow)
}

export async function findChange(db: Queryable, id: ChangeId): Promise<Change | null> {
  const [row] = await db.execute<ChangeRow>(selectChanges(sql`select ${id}::uuid as id`))
  return row ? changeOfRow(row) : null
}

export async function getChange(db: Queryable, id: ChangeId): Promise<Change> {
  const change = await findChange(db, id)
  if (change === null) throw new NotFound("change")
  return change
}

/** Those of them that production does not have now; a launch must wait for them. */
export async function listChangesNotInProduction(db: Queryable, ids: ChangeId[]): Promise<ChangeId[]> {
  if (ids.length === 0) return []
  const rows = await db.execute<{ id: ChangeId }>(sql`
    with recursive ${RUNNING}
    select changes.id from ${PLACED}
    join running production on production.repository_id = changes.repository_id and production.is_production
    where changes.id = any (array(select id::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb) as given (id)))
      and ${inEffectAt(sql`production.position`)}`)
  const present = new Set(rows.map((row) => row.id))
  return ids.filter((id) => !present.has(id))
}

/** How many changes of a release are not in production: one statement, for the curtain transaction. */
export async function countChangesNotInProduction(db: Queryable, releaseId: ReleaseId): Promise<number> {
  const [row] = await db.execute<{ missing: string }>(sql`
    with recursive ${RUNNING}, present as (
      select changes.id from ${PLACED}
      join running production on production.repository_id = changes.repository_id and production.is_production
      where changes.id = any (array(select change_id from release_changes where release_id = ${releaseId}))
        and ${inEffectAt(sql`production.position`)}
    )
    select count(*) as missing from release_changes
    where release_id = ${releaseId} and change_id not in (select id from present)`)
  return Number(row?.missing ?? 0)
}

export type DeploymentPosition = { deployedAt: Temporal.Instant; arrival: number }
export type DeploymentFilter = {
  repository?: string | undefined
  environment?: string | undefined
  status?: DeploymentStatus | undefined
  after: DeploymentPosition | null
  limit: number
}

/** Newest first; `arrival` is where the next page goes on among those of one instant. */
export async function listDeployments(db: Queryable, filter: DeploymentFilter): Promise<(Deployment & { arrival: number })[]> {
  const { repository, environment, status, after, limit } = filter
  const rows = await db
    .select({ row: deployments, repository: repositories.name })
    .from(deployments)
    .innerJoin(repositories, eq(repositories.id, deployments.repositoryId))
    .where(
      and(
        repository === undefined ? undefined : eq(repositories.name, repository),
        environment === undefined ? undefined : eq(deployments.environment, environment),
        status === undefined ? undefined : eq(deployments.status, status),
        after === null
          ? undefined
          : sql`(${deployments.deployedAt}, ${deployments.arrival}) < (${after.deployedAt.toString()}, ${after.arrival})`,
      ),
    )
    .orderBy(desc(deployments.deployedAt), desc(deployments.arrival))
    .limit(limit)
  return rows.map(({ row: { repositoryId: _, ...row }, repository: name }) => ({ ...row, repository: name }))
}

/**
 * What production ran before a deployment that is known, or null: nothing, or the environment is not production. By this a code host
 * is asked what the deployment brought.
 */
export async function findRunningSha(
  db: Queryable,
  { repository, environment, before }: { repository: string; environment: string; before: Temporal.Instant | null },
): Promise<string | null> {
  const [row] = await db
    .select({ sha: deployments.sha })
    .from(deployments)
    .innerJoin(repositories, eq(repositories.id, deployments.repositoryId))
    .where(
      and(
        eq(repositories.name, repository),
        eq(repositories.productionEnvironment, environment),
        eq(deployments.environment, environment),
        eq(deployments.status, "success"),
        before === null ? undefined : sql`${deployments.deployedAt} < ${before.toString()}`,
      ),
    )
    .orderBy(desc(deployments.deployedAt), desc(deployments.arrival))
    .limit(1)
  return row?.sha ?? null
}

export async function listRepositories(db: Queryable, page: { after: string | null; limit: number }): Promise<Repository[]> {
  return db
    .select(REPOSITORY)
    .from(repositories)
    .where(page.after === null ? undefined : gt(repositories.name, page.after))
    .orderBy(repositories.name)
    .limit(page.limit)
}

export async function findRepository(db: Queryable, id: RepositoryId): Promise<Repository | null> {
  const [repository] = await db.select(REPOSITORY).from(repositories).where(eq(repositories.id, id))
  return repository ?? null
}

export async function getRepository(db: Queryable, id: RepositoryId): Promise<Repository> {
  const repository = await findRepository(db, id)
  if (!repository) throw new NotFound("repository")
  return repository
}

const { id, name, defaultBranch, productionEnvironment } = repositories
const REPOSITORY = { id, name, defaultBranch, productionEnvironment }

function conditions({ state, repository, environment, flag, type, audience, search, after }: ChangeFilter): (SQL | undefined)[] {
  return [
    // Part of a pull request that is a change itself.
    sql`changes.absorbed_by is null`,
    state === undefined ? undefined : isIn(state, environment),
    repository === undefined
      ? undefined
      : sql`changes.repository_id = (select repositories.id from repositories where repositories.name = ${repository})`,
    environment === undefined ? undefined : isInEffectIn(environment),
    flag === undefined ? undefined : sql`exists (select from change_flags where change_id = changes.id and flag_key = ${flag})`,
    type === undefined ? undefined : sql`changes.type = ${type}`,
    audience === undefined ? undefined : sql`changes.audience = ${audience}`,
    search === undefined ? undefined : isAbout(search),
    after === null ? undefined : sql`(changes.merged_at, changes.id) < (${after.mergedAt.toString()}, ${after.id})`,
  ]
}

function isAbout(search: string): SQL {
  const literally = search.replaceAll(/[\\%_]/g, "\\$&")
  return sql`(changes.title ilike ${`%${literally}%`} or changes.author_name ilike ${`%${literally}%`}
    or changes.sha like ${`${literally.toLowerCase()}%`} or changes.pull_request_number::text = ${search.replace(/^#/, "")})`
}

function isIn(state: ChangeState, environment: string | undefined): SQL | undefined {
  switch (state) {
    case "merged":
      return undefined
    case "deployed":
      return environment === undefined ? inEffectAt(sql`production.position`) : undefined
    case "unreleased":
      return sql`${inEffectAt(sql`production.position`)} and changes.audience = 'customer' and not ${IS_RELEASED}`
    case "released":
      return IS_RELEASED
    default:
      return unreachable(state)
  }
}

const IS_RELEASED = sql`exists (
  select from release_changes join releases on releases.id = release_changes.release_id
  where release_changes.change_id = changes.id and releases.state = 'released')`

function isInEffectIn(environment: string): SQL {
  return sql`exists (
    select from running where running.repository_id = changes.repository_id and running.environment = ${environment}
      and ${inEffectAt(sql`running.position`)})`
}
