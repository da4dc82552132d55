import { and, type SQL, sql } from "drizzle-orm"
import type { Queryable } from "#db/transaction.ts"
import type { ActorName } from "../access/actor.ts"
import { instantFromPostgres } from "../kernel/clock.ts"
import type { DeploymentId } from "../kernel/ids.ts"
import { BETWEEN, CHANGES_BETWEEN } from "./brought.ts"
import type { DeploymentStatus } from "./deployment.ts"
import type { DeploymentFilter } from "./queries.ts"

/** A deployment with what it did to its environment, and who told of it. */
export type DeploymentLine = {
  id: DeploymentId
  arrival: number
  repository: string
  environment: string
  sha: string
  status: DeploymentStatus
  externalId: string | null
  url: string | null
  deployedAt: Temporal.Instant
  /** How many changes came, or went where its SHA is an older one; null where it did nothing, or its SHA is not known. */
  changed: { is: "brought" | "took back"; count: number } | null
  toldBy: Pick<ActorName, "kind" | "name"> | null
}

type Row = Omit<DeploymentLine, "arrival" | "deployedAt" | "changed" | "toldBy"> & {
  arrival: string
  deployed_at: string
  here: string | null
  before: string | null
  count: string
  actor_kind: ActorName["kind"] | null
  actor_name: string
}

/** Newest first. What costs something per deployment is worked out for those of the page alone. */
export async function listDeploymentLines(db: Queryable, filter: DeploymentFilter & { id?: DeploymentId }): Promise<DeploymentLine[]> {
  const rows = await db.execute<Row>(sql`
    with told as materialized (
      select deployments.*, repositories.name as repository from deployments
      join repositories on repositories.id = deployments.repository_id
      where ${and(sql`true`, ...conditions(filter))}
      order by deployments.deployed_at desc, deployments.arrival desc limit ${filter.limit})
    select told.id, told.arrival, told.repository, told.environment, told.sha, told.status, told.external_id as "externalId", told.url,
      told.deployed_at, here.position as here, before.position as before, (select count(*) from ${CHANGES_BETWEEN}) as count,
      teller.actor_kind, teller.actor_name
    from told ${BETWEEN}
    left join lateral (
      select actor_kind, actor_name from audit_records
      where subject_kind = 'deployment' and subject_id = told.id::text and action = 'deployment.recorded'
      order by audit_records.id limit 1) as teller on true
    order by told.deployed_at desc, told.arrival desc`)
  return rows.map(lineOf)
}

function conditions({ id, repository, environment, status, after }: DeploymentFilter & { id?: DeploymentId }): (SQL | undefined)[] {
  return [
    id === undefined ? undefined : sql`deployments.id = ${id}`,
    repository === undefined ? undefined : sql`repositories.name = ${repository}`,
    environment === undefined ? undefined : sql`deployments.environment = ${environment}`,
    status === undefined ? undefined : sql`deployments.status = ${status}`,
    after === null ? undefined : sql`(deployments.deployed_at, deployments.arrival) < (${after.deployedAt.toString()}, ${after.arrival})`,
  ]
}

function lineOf({ arrival, deployed_at, here, before, count, actor_kind, actor_name, ...same }: Row): DeploymentLine {
  return {
    ...same,
    arrival: Number(arrival),
    deployedAt: instantFromPostgres(deployed_at),
    changed: here === null ? null : { is: Number(here) < Number(before ?? 0) ? "took back" : "brought", count: Number(count) },
    toldBy: actor_kind === null ? null : { kind: actor_kind, name: actor_name },
  }
}
