import { and, eq, sql } from "drizzle-orm"
import { commits, pullRequests } from "#db/schema/changes.ts"
import type { Transaction } from "#db/transaction.ts"
import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { type ChangeId, newId, type PullRequestId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { absorbCommits } from "./absorb-commits.ts"
import { describePullRequests } from "./describe-pull-requests.ts"
import type { RecordPullRequest } from "./input.ts"
import { lockRepository } from "./lock-repository.ts"
import { recordCommits } from "./record-commits.ts"
import type { Repository } from "./repository.ts"
import { resolveReverts } from "./resolve-reverts.ts"

export type RecordPullRequestOutcome =
  | { is: "recorded"; changeId: ChangeId }
  | { is: "repeated" }
  | { is: "elsewhere"; defaultBranch: string }

/** One change for one merged pull request, whether its commits are known yet or come later. */
export async function recordPullRequest(
  deps: Pick<Runtime, "db">,
  actor: Actor,
  input: RecordPullRequest,
): Promise<RecordPullRequestOutcome> {
  authorize(actor, "deployment.record")
  return deps.db.transaction(async (tx) => {
    const repository = await lockRepository(tx, input.repository, input.defaultBranch)
    const { branch, number, mergeSha } = input
    if (branch !== repository.defaultBranch) return { is: "elsewhere", defaultBranch: repository.defaultBranch }
    if (!(await writePullRequest(tx, repository, input))) return { is: "repeated" }
    await placeMerge(tx, repository, input)
    await describePullRequests(tx, repository, [mergeSha])
    await absorbCommits(tx, repository.id, [mergeSha])
    await resolveReverts(tx, repository.id)
    const changeId = await getChangeId(tx, repository, mergeSha)
    const detail = { repository: repository.name, number, mergeSha }
    await recordAudit(tx, { actor, action: "pull_request.recorded", subject: { kind: "change", id: changeId }, detail })
    return { is: "recorded", changeId }
  })
}

/** False where all of it was told before. Which commits it has may be learnt later than that it was merged. */
async function writePullRequest(tx: Transaction, repository: Repository, input: RecordPullRequest): Promise<boolean> {
  const { number, url, title, body, labels, author: authorName, mergeSha, headSha, commitCount, mergedAt } = input
  const told = { url, title, body, labels, authorName, mergeSha, headSha, commitCount, mergedAt }
  const learnt = input.commitShas === undefined ? {} : { commitShas: input.commitShas }
  const same = sql`${pullRequests.mergeSha} = excluded.merge_sha`
  const news = input.commitShas === undefined ? sql`false` : sql`${pullRequests.commitShas} is distinct from excluded.commit_shas`
  const written = await tx
    .insert(pullRequests)
    .values({ id: newId<PullRequestId>(), repositoryId: repository.id, number, ...told, ...learnt })
    .onConflictDoUpdate({
      target: [pullRequests.repositoryId, pullRequests.number],
      set: { ...told, ...learnt },
      setWhere: sql`not (${same}) or ${news}`,
    })
    .returning({ id: pullRequests.id })
  return written.length > 0
}

/** Until a push or a deployment says where the merge stands, it stands where its time puts it. */
async function placeMerge(tx: Transaction, repository: Repository, input: RecordPullRequest): Promise<void> {
  const { mergeSha, mergedAt, title, url } = input
  const [known] = await tx
    .select({ sha: commits.sha })
    .from(commits)
    .where(and(eq(commits.repositoryId, repository.id), eq(commits.sha, mergeSha)))
  if (known) return
  const commit = { sha: mergeSha, message: title, author: { name: input.author }, committedAt: mergedAt, url }
  await recordCommits(tx, { repository, from: { is: "pull request", mergedAt } }, [commit])
}

async function getChangeId(tx: Transaction, repository: Repository, sha: string): Promise<ChangeId> {
  const [row] = await tx.execute<{ id: ChangeId }>(sql`select id from changes where repository_id = ${repository.id} and sha = ${sha}`)
  if (!row) throw new Error(`the merge ${sha} was not placed`)
  return row.id
}
