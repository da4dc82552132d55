import { sql } from "drizzle-orm"
import type { Transaction } from "#db/transaction.ts"
import { type ChangeId, newId } from "../kernel/ids.ts"
import { absorbCommits } from "./absorb-commits.ts"
import { type CommitChange, changeOfCommit } from "./commit-change.ts"
import { describePullRequests } from "./describe-pull-requests.ts"
import { findPlace, type Origin } from "./find-place.ts"
import type { GivenCommit } from "./input.ts"
import { openGaps } from "./open-gaps.ts"
import { placeCommits } from "./placement.ts"
import type { Repository } from "./repository.ts"
import { resolveReverts } from "./resolve-reverts.ts"

export type Bringer = { repository: Repository; from: Origin }

/** Adds the commits that are not known yet, each as one change. The caller holds the repository's lock. Returns how many were new. */
export async function recordCommits(tx: Transaction, bringer: Bringer, commits: readonly GivenCommit[]): Promise<number> {
  if (commits.length === 0) return 0
  const { repository, from } = bringer
  const shas = commits.map((commit) => commit.sha)
  const lifted = await liftCommits(tx, bringer, shas)
  const order = { known: await readKnown(tx, bringer, shas), ...(await findPlace(tx, repository.id, from)) }
  const { gaps, placements } = placeCommits(shas, order)
  await openGaps(tx, repository.id, gaps)
  const bySha = new Map(commits.map((commit) => [commit.sha, commit]))
  const rows = placements.flatMap(({ sha, position }) => {
    const commit = bySha.get(sha)
    return commit ? [{ id: lifted.get(sha) ?? newId<ChangeId>(), ...changeOfCommit(commit, repository.name), position }] : []
  })
  await insertChanges(tx, bringer, rows)
  await notePush(tx, bringer, shas)
  if (rows.length > 0 || from.is === "push") {
    await describePullRequests(tx, repository, shas)
    await absorbCommits(tx, repository.id, shas)
    await resolveReverts(tx, repository.id)
  }
  return rows.length - lifted.size
}

type ChangeRow = CommitChange & { id: ChangeId; position: number }

/**
 * Takes out those whose place was a guess, so that they are placed anew: what only a pull request named, and for a push, which
 * knows the order best, also what a deployment brought before, or what had been taken off the branch.
 */
async function liftCommits(tx: Transaction, { repository, from }: Bringer, shas: string[]): Promise<Map<string, ChangeId>> {
  if (from.is === "pull request") return new Map()
  const betterKnown =
    from.is === "push" && from.isNews
      ? sql`(gone_after is not null or pushed_by is null and exists (
          select from commits previous where previous.repository_id = ${repository.id} and previous.sha = ${from.beforeSha}))`
      : sql`false`
  const rows = await tx.execute<{ sha: string; change_id: ChangeId }>(sql`
    delete from commits
    where repository_id = ${repository.id} and sha in (select jsonb_array_elements_text(${JSON.stringify(shas)}::jsonb))
      and (brought_by is null and pushed_by is null or ${betterKnown})
    returning sha, change_id`)
  return new Map(rows.map(({ sha, change_id }) => [sha, change_id]))
}

async function readKnown(tx: Transaction, { repository }: Bringer, shas: string[]): Promise<Map<string, number>> {
  const known = await tx.execute<{ sha: string; position: string }>(sql`
    select given.sha, commits.position
    from jsonb_array_elements_text(${JSON.stringify(shas)}::jsonb) as given (sha)
    join commits on commits.repository_id = ${repository.id} and commits.sha >= given.sha and commits.sha < given.sha || 'g'`)
  return new Map(known.map(({ sha, position }) => [sha, Number(position)]))
}

/** One statement for all: a push may bring thousands. A lifted commit has its change already, whose words a person may have bettered. */
async function insertChanges(tx: Transaction, { repository, from }: Bringer, rows: ChangeRow[]): Promise<void> {
  if (rows.length === 0) return
  const broughtBy = from.is === "deployment" ? from.id : null
  const pushedBy = from.is === "push" ? from.id : null
  await tx.execute(sql`
    with brought as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as change (
        id uuid, sha text, position bigint, title text, body text, type text, scope text, breaking boolean, audience text, author text,
        email text, url text, pull integer, "pullUrl" text, "mergedAt" timestamptz, "revertsSha" text, "revertsPullRequest" integer,
        "isMerge" boolean, flags jsonb)
    ), added as (
      insert into changes (id, repository_id, sha, title, body, type, scope, breaking, audience, author_name, author_email, url,
                           pull_request_number, pull_request_url, merged_at, reverts_sha, reverts_pull_request)
      select id, ${repository.id}::uuid, sha, title, body, type, scope, breaking, audience, author, email, url,
             pull, "pullUrl", "mergedAt", "revertsSha", "revertsPullRequest"
      from brought
      on conflict (repository_id, sha) do update set
        title = excluded.title, body = excluded.body, type = excluded.type, scope = excluded.scope, breaking = excluded.breaking,
        audience = excluded.audience, reverts_sha = excluded.reverts_sha, reverts_pull_request = excluded.reverts_pull_request
      where changes.edited_at is null
      returning id
    ), flagged as (
      insert into change_flags (change_id, flag_key)
      select brought.id, flag.key from brought join added using (id)
      cross join lateral jsonb_array_elements_text(brought.flags) as flag (key)
      on conflict do nothing
    )
    insert into commits (repository_id, sha, position, change_id, brought_by, pushed_by, landed_at, is_merge, named_pull_request)
    select ${repository.id}::uuid, sha, position, id, ${broughtBy}::uuid, ${pushedBy}::uuid, ${landedAt(from)}::timestamptz, "isMerge", pull
    from brought`)
}

function landedAt(from: Origin): string | null {
  if (from.is === "push") return from.pushedAt.toString()
  return from.is === "pull request" ? from.mergedAt.toString() : null
}

/** Commits that were known already belong to the push all the same: a pull request absorbs what came with it. */
async function notePush(tx: Transaction, { repository, from }: Bringer, shas: string[]): Promise<void> {
  if (from.is !== "push") return
  await tx.execute(sql`
    update commits set pushed_by = ${from.id}, landed_at = ${from.pushedAt.toString()}
    where repository_id = ${repository.id} and pushed_by is null
      and sha in (select jsonb_array_elements_text(${JSON.stringify(shas)}::jsonb))`)
}
