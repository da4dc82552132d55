import { sql } from "drizzle-orm"
import type { Transaction } from "#db/transaction.ts"
import type { ChangeId } from "../kernel/ids.ts"
import type { ChangeWords } from "./commit-change.ts"
import { type PullRequestWords, wordsOfPullRequest } from "./merged-pull-request.ts"
import type { Repository } from "./repository.ts"

/** Gives the changes at the merge SHAs among `shas` the words of their pull requests, except where a person chose better ones. */
export async function describePullRequests(tx: Transaction, repository: Repository, shas: readonly string[]): Promise<void> {
  const rows = await tx.execute<{ id: ChangeId; commit: ChangeWords; pull: PullRequestWords }>(sql`
    select changes.id,
      jsonb_build_object('title', changes.title, 'body', changes.body, 'type', changes.type, 'scope', changes.scope,
        'breaking', changes.breaking, 'revertsSha', changes.reverts_sha, 'revertsPullRequest', changes.reverts_pull_request,
        'flags', array(select flag_key from change_flags where change_id = changes.id)) as commit,
      jsonb_build_object('title', pull.title, 'body', pull.body, 'labels', pull.labels) as pull
    from pull_requests pull
    join changes on changes.repository_id = pull.repository_id and changes.sha = pull.merge_sha
    where pull.repository_id = ${repository.id}
      and pull.merge_sha in (select jsonb_array_elements_text(${JSON.stringify(shas)}::jsonb))`)
  const described = rows.map(({ id, commit, pull }) => ({ id, ...wordsOfPullRequest(pull, commit, repository.name) }))
  if (described.length > 0) await writeWords(tx, described)
}

/** Where it came from is a fact, and told in any case. */
async function writeWords(tx: Transaction, described: (ChangeWords & { id: ChangeId })[]): Promise<void> {
  await tx.execute(sql`
    with described as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(described)}::jsonb) as words (
        id uuid, title text, body text, type text, scope text, breaking boolean, audience text, "revertsSha" text,
        "revertsPullRequest" integer, flags jsonb)
    ), flagged as (
      insert into change_flags (change_id, flag_key)
      select changes.id, flag.key
      from described join changes on changes.id = described.id and changes.edited_at is null
      cross join lateral jsonb_array_elements_text(described.flags) as flag (key)
      on conflict do nothing
    )
    update changes set
      title = case when edited_at is null then described.title else changes.title end,
      body = described.body, scope = described.scope, breaking = described.breaking,
      type = case when edited_at is null then described.type else changes.type end,
      audience = case when edited_at is null then described.audience else changes.audience end,
      author_name = pull.author_name, url = pull.url, pull_request_number = pull.number, pull_request_url = pull.url,
      merged_at = pull.merged_at, reverts_sha = described."revertsSha", reverts_pull_request = described."revertsPullRequest"
    from described, pull_requests pull
    where changes.id = described.id and pull.repository_id = changes.repository_id and pull.merge_sha = changes.sha`)
}
