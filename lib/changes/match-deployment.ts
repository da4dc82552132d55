import { and, desc, eq } from "drizzle-orm"
import { deployments } from "#db/schema/changes.ts"
import type { Transaction } from "#db/transaction.ts"
import type { RepositoryId } from "../kernel/ids.ts"
import type { RecordDeployment } from "./input.ts"

type Row = typeof deployments.$inferSelect
type News = Pick<RecordDeployment, "environment" | "sha" | "status" | "externalId" | "deployedAt">

/**
 * The deployment that this is news of, or null where it is a new one. Without an id the time tells; without a time, news of what
 * the environment got last is a repetition, and an older SHA is a rollback.
 */
export async function matchDeployment(tx: Transaction, repositoryId: RepositoryId, news: News): Promise<Row | null> {
  const inEnvironment = and(eq(deployments.repositoryId, repositoryId), eq(deployments.environment, news.environment))
  const ofSha = and(inEnvironment, eq(deployments.sha, news.sha))
  if (news.externalId !== undefined) return first(tx, and(ofSha, eq(deployments.externalId, news.externalId)))
  const timed = news.deployedAt === undefined ? null : await first(tx, and(ofSha, eq(deployments.deployedAt, news.deployedAt)))
  if (timed !== null) return timed
  const latest = await first(tx, inEnvironment)
  return latest !== null && latest.sha === news.sha && continues(latest, news) ? latest : null
}

/** With another time than the latest deployment's: whether it tells how that one ended, or belatedly that it began. */
function continues(latest: Row, { deployedAt, status }: News): boolean {
  if (deployedAt === undefined) return true
  const isLater = Temporal.Instant.compare(deployedAt, latest.deployedAt) > 0
  return isLater ? latest.status === "in_progress" && status !== "in_progress" : latest.status !== "in_progress" && status === "in_progress"
}

async function first(tx: Transaction, condition: ReturnType<typeof and>): Promise<Row | null> {
  const [row] = await tx
    .select()
    .from(deployments)
    .where(condition)
    .orderBy(desc(deployments.deployedAt), desc(deployments.arrival))
    .limit(1)
  return row ?? null
}
