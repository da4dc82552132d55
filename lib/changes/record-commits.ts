import { sql } from "drizzle-orm"
import type { Transaction } from "#db/transaction.ts"
import { type ChangeId, type DeploymentId, newId } from "../kernel/ids.ts"
import { audienceOf } from "./change.ts"
import { parseCommitMessage, pullRequestsOf } from "./commit-message.ts"
import type { GivenCommit } from "./input.ts"
import { type Gap, type Order, placeCommits } from "./placement.ts"
import type { Repository } from "./repository.ts"
import { resolveReverts } from "./resolve-reverts.ts"

export type Bringer = {
  repository: Repository
  deployment: { id: DeploymentId; environment: string; deployedAt: Temporal.Instant }
  previousSha: string | null
}

/** Adds the commits that are not known yet, each as one change. The caller holds the repository's lock. Returns how many were new. */
export async function recordCommits(tx: Transaction, from: Bringer, commits: readonly GivenCommit[]): Promise<number> {
  if (commits.length === 0) return 0
  const shas = commits.map((commit) => commit.sha)
  const { gaps, placements } = placeCommits(shas, await readOrder(tx, from, shas))
  if (placements.length === 0) return 0
  await openGaps(tx, from, gaps)
  const bySha = new Map(commits.map((commit) => [commit.sha, commit]))
  const rows = placements.flatMap(({ sha, position }) => {
    const commit = bySha.get(sha)
    return commit ? [{ ...changeOf(commit, from.repository.name), position }] : []
  })
  await insertChanges(tx, from, rows)
  await resolveReverts(tx, from.repository.id)
  return rows.length
}

type ChangeRow = ReturnType<typeof changeOf> & { position: number }

async function readOrder(tx: Transaction, { repository, deployment, previousSha }: Bringer, shas: string[]): Promise<Order> {
  const known = await tx.execute<{ sha: string; position: string }>(sql`
    select given.sha, commits.position
    from jsonb_array_elements_text(${JSON.stringify(shas)}::jsonb) as given (sha)
    join commits on commits.repository_id = ${repository.id} and commits.sha >= given.sha and commits.sha < given.sha || 'g'`)
  const [rest] = await tx.execute<{ previous: string | null; first_later: string | null; last: string }>(sql`
    select
      (select min(position) from commits
        where repository_id = ${repository.id} and sha >= ${previousSha} and sha < ${previousSha} || 'g') as previous,
      (select min(commits.position) from deployments later join commits on commits.brought_by = later.id
        where later.repository_id = ${repository.id} and later.environment = ${deployment.environment}
          and later.deployed_at > ${deployment.deployedAt.toString()}) as first_later,
      (select coalesce(max(position), 0) from commits where repository_id = ${repository.id}) as last`)
  return {
    known: new Map(known.map(({ sha, position }) => [sha, Number(position)])),
    previous: numberOr(rest?.previous, null),
    firstLater: numberOr(rest?.first_later, null),
    last: numberOr(rest?.last, 0),
  }
}

function numberOr<Absent>(text: string | null | undefined, absent: Absent): number | Absent {
  return text === null || text === undefined ? absent : Number(text)
}

async function openGaps(tx: Transaction, { repository }: Bringer, gaps: Gap[]): Promise<void> {
  const [first] = gaps
  if (first === undefined) return
  await tx.execute(sql`
    update commits set position = position + (
      select sum(gap.width) from jsonb_to_recordset(${JSON.stringify(gaps)}::jsonb) as gap (after bigint, width bigint)
      where gap.after < commits.position)
    where repository_id = ${repository.id} and position > ${first.after}`)
}

function changeOf(commit: GivenCommit, repository: string) {
  const url = commit.url ?? null
  const { title, flags, pullRequest, ...message } = parseCommitMessage(commit.message, pullRequestsOf(repository, url))
  return {
    id: newId<ChangeId>(),
    sha: commit.sha,
    // A commit may have no message at all, and nothing in it may hold up a deployment.
    title: title === "" ? `Commit ${commit.sha.slice(0, 7)}` : title,
    ...message,
    audience: audienceOf(message),
    author: commit.author.name,
    email: commit.author.email ?? null,
    url,
    pull: pullRequest?.number ?? null,
    pull_url: pullRequest?.url ?? null,
    merged_at: commit.committedAt.toString(),
    flags,
  }
}

async function insertChanges(tx: Transaction, { repository, deployment }: Bringer, rows: ChangeRow[]): Promise<void> {
  await tx.execute(sql`
    with brought as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as change (
        id uuid, sha text, position bigint, title text, body text, type text, scope text, breaking boolean, audience text, author text,
        email text, url text, pull integer, pull_url text, merged_at timestamptz, "revertsSha" text, flags jsonb)
    ), added as (
      insert into changes (id, repository_id, sha, title, body, type, scope, breaking, audience, author_name, author_email, url,
                           pull_request_number, pull_request_url, merged_at, reverts_sha)
      select id, ${repository.id}::uuid, sha, title, body, type, scope, breaking, audience, author, email, url,
             pull, pull_url, merged_at, "revertsSha"
      from brought
    ), flagged as (
      insert into change_flags (change_id, flag_key)
      select brought.id, flag.key from brought cross join lateral jsonb_array_elements_text(brought.flags) as flag (key)
    )
    insert into commits (repository_id, sha, position, change_id, brought_by)
    select ${repository.id}::uuid, sha, position, id, ${deployment.id}::uuid from brought`)
}
