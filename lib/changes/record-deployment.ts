import { and, eq, sql } from "drizzle-orm"
import { deployments } from "#db/schema/changes.ts"
import type { Transaction } from "#db/transaction.ts"
import type { Actor } from "../access/actor.ts"
import { authorize, authorizeIn } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { instantFromPostgres, minutes } from "../kernel/clock.ts"
import { Invalid } from "../kernel/errors.ts"
import { type DeploymentId, newId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { type Deployment, FULL_LENGTH, mayBecome, spellOut } from "./deployment.ts"
import type { RecordDeployment } from "./input.ts"
import { lockRepository } from "./lock-repository.ts"
import { matchDeployment } from "./match-deployment.ts"
import { recordCommits } from "./record-commits.ts"
import type { Repository } from "./repository.ts"

export type RecordDeploymentOutcome = { is: "recorded" | "replayed"; deployment: Deployment }

/** Clocks differ; more than this is a mistake, and would make every deployment until then look older. */
const AHEAD = minutes(5)

/** Takes in what a pipeline tells, as often and in whatever order it tells it. */
export async function recordDeployment(deps: Pick<Runtime, "db">, actor: Actor, input: RecordDeployment): Promise<RecordDeploymentOutcome> {
  authorize(actor, "deployment.record")
  authorizeIn(actor, input.environment)
  return deps.db.transaction(async (tx) => {
    const repository = await lockRepository(tx, input.repository)
    const news = { ...spelledOut(input), repository, moment: await momentOf(tx, input.deployedAt) }
    const standing = await matchDeployment(tx, repository.id, news)
    const row = standing === null ? await insertDeployment(tx, news) : await moveStatus(tx, standing, news)
    const from = { is: "deployment" as const, ...row, deployedAt: news.deployedAt ?? row.deployedAt, previousSha: news.previousSha ?? null }
    const commits = await recordCommits(tx, { repository, from }, news.commits)
    if (standing === null || commits > 0 || row.status !== standing.status) {
      const { environment, sha, status } = row
      const detail = { repository: repository.name, environment, sha, status, was: standing?.status, commits }
      await recordAudit(tx, { actor, action: "deployment.recorded", subject: { kind: "deployment", id: row.id }, detail })
    }
    return { is: standing === null ? "recorded" : "replayed", deployment: deploymentOf(row, repository) }
  })
}

type News = Omit<RecordDeployment, "repository"> & { repository: Repository; moment: Temporal.Instant }
type Row = typeof deployments.$inferSelect

/** Pipelines mix full and abbreviated SHAs of the same commit. */
function spelledOut(input: RecordDeployment): RecordDeployment {
  const atHand = [input.sha, ...input.commits.map((commit) => commit.sha)].filter((sha) => sha.length >= FULL_LENGTH)
  return {
    ...input,
    sha: spellOut(input.sha, atHand),
    commits: input.commits.map((commit) => ({ ...commit, sha: spellOut(commit.sha, atHand) })),
  }
}

/** Asked under the repository's lock, so that deployments without a time of their own are in the order they were taken in. */
async function momentOf(tx: Transaction, given: Temporal.Instant | undefined): Promise<Temporal.Instant> {
  const [row] = await tx.execute<{ now: string }>(sql`select clock_timestamp() as now`)
  if (!row) throw new Error("the database does not tell the time")
  const now = instantFromPostgres(row.now)
  if (given === undefined) return now
  if (Temporal.Instant.compare(given, now.add(AHEAD)) <= 0) return given
  throw new Invalid([{ path: "deployedAt", message: "must not be in the future" }])
}

async function insertDeployment(tx: Transaction, news: News): Promise<Row> {
  const { repository, environment, sha, status, externalId, previousSha, url, moment } = news
  const [row] = await tx
    .insert(deployments)
    .values({
      id: newId<DeploymentId>(),
      repositoryId: repository.id,
      environment,
      sha,
      status,
      externalId,
      previousSha,
      url,
      deployedAt: moment,
    })
    .returning()
  if (!row) throw new Error("a deployment was not stored")
  return row
}

/** The time of the news that counts: the environment got the SHA when the deployment ended, not when it began. */
async function moveStatus(tx: Transaction, standing: Row, { status, moment, url }: News): Promise<Row> {
  if (!mayBecome(standing.status, status)) return standing
  const [row] = await tx
    .update(deployments)
    .set({ status, deployedAt: moment, url: url ?? standing.url })
    .where(and(eq(deployments.id, standing.id), eq(deployments.status, standing.status)))
    .returning()
  if (!row) throw new Error(`deployment ${standing.id} moved although its repository is locked`)
  return row
}

function deploymentOf({ repositoryId: _, arrival: __, ...row }: Row, repository: Repository): Deployment {
  return { ...row, repository: repository.name }
}
