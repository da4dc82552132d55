import { type SQL, sql } from "drizzle-orm"
import type { Transaction } from "#db/transaction.ts"
import type { DeploymentId, PushId, RepositoryId } from "../kernel/ids.ts"
import { unreachable } from "../kernel/unreachable.ts"
import type { Order } from "./placement.ts"

/** Who tells of commits, with what it knows about where they belong. */
export type Origin =
  | { is: "deployment"; id: DeploymentId; environment: string; deployedAt: Temporal.Instant; previousSha: string | null }
  | { is: "push"; isNews: boolean; id: PushId; beforeSha: string; afterSha: string; pushedAt: Temporal.Instant }
  | { is: "pull request"; mergedAt: Temporal.Instant }

/** Where unknown commits go of which no neighbour in the payload is known. Positions of deployments' commits may be abbreviated ones. */
export async function findPlace(tx: Transaction, repositoryId: RepositoryId, from: Origin): Promise<Omit<Order, "known">> {
  const { previous, firstLater } = placeOf(repositoryId, from)
  const [row] = await tx.execute<{ previous: string | null; first_later: string | null; last: string }>(sql`
    select (${previous}) as previous, (${firstLater}) as first_later,
      (select coalesce(max(position), 0) from commits where repository_id = ${repositoryId}) as last`)
  return { previous: numberOr(row?.previous, null), firstLater: numberOr(row?.first_later, null), last: numberOr(row?.last, 0) }
}

function placeOf(repositoryId: RepositoryId, from: Origin): { previous: SQL; firstLater: SQL } {
  switch (from.is) {
    case "deployment":
      return {
        previous: sql`select min(position) from commits
          where repository_id = ${repositoryId} and sha >= ${from.previousSha} and sha < ${from.previousSha} || 'g'`,
        firstLater: sql`select min(commits.position) from deployments later join commits on commits.brought_by = later.id
          where later.repository_id = ${repositoryId} and later.environment = ${from.environment}
            and later.deployed_at > ${from.deployedAt.toString()}`,
      }
    case "push":
      return {
        // What a force-push took off the branch keeps its place: what comes afterwards goes behind it.
        previous: sql`select max(position) from commits where repository_id = ${repositoryId} and (sha = ${from.beforeSha} or sha in (
          select before_sha from pushes where repository_id = ${repositoryId} and after_sha = ${from.beforeSha} and forced))`,
        firstLater: sql`select coalesce(
          (select min(position) from pushes next join commits on commits.pushed_by = next.id
            where next.repository_id = ${repositoryId} and next.before_sha = ${from.afterSha}),
          (${firstLanded(repositoryId, from.pushedAt)}))`,
      }
    case "pull request":
      return { previous: sql`select null::bigint`, firstLater: firstLanded(repositoryId, from.mergedAt) }
    default:
      return unreachable(from)
  }
}

function firstLanded(repositoryId: RepositoryId, after: Temporal.Instant): SQL {
  return sql`select min(position) from commits where repository_id = ${repositoryId} and landed_at > ${after.toString()}`
}

function numberOr<Absent>(text: string | null | undefined, absent: Absent): number | Absent {
  return text === null || text === undefined ? absent : Number(text)
}
