import { sql } from "drizzle-orm"
import type { Transaction } from "#db/transaction.ts"
import { Conflict } from "../kernel/errors.ts"
import type { ChangeId, RepositoryId } from "../kernel/ids.ts"
import { type AbsorbingPull, absorptionOf, type BlockCommit } from "./absorption.ts"

/**
 * Makes the commits that came with a merge a part of its pull request's change: never two changes for one piece of work. Asked anew
 * for every block that `shas` touch, so that the order in which pushes and pull requests arrive does not matter.
 */
export async function absorbCommits(tx: Transaction, repositoryId: RepositoryId, shas: readonly string[]): Promise<void> {
  for (const block of await listBlocks(tx, repositoryId, shas)) {
    const absorbed = absorptionOf(block.commits, block.pulls)
    const changeOf = new Map(block.commits.map(({ sha, changeId }) => [sha, changeId]))
    const parts = block.commits.map(({ sha, changeId }) => ({ id: changeId, whole: changeOf.get(absorbed.get(sha) ?? "") ?? null }))
    await tx.execute(sql`
      update changes set absorbed_by = part.whole
      from jsonb_to_recordset(${JSON.stringify(parts)}::jsonb) as part (id uuid, whole uuid)
      where changes.id = part.id and changes.absorbed_by is distinct from part.whole`)
    await handOnFlags(tx, [...changeOf.values()])
    await handOnReleases(tx, [...changeOf.values()])
  }
}

type Block = { commits: (BlockCommit & { changeId: ChangeId })[]; pulls: AbsorbingPull[] }

/** What one push, or one deployment, brought. Only what a deployment brought may be many pushes, so there nothing is absorbed uncounted. */
async function listBlocks(tx: Transaction, repositoryId: RepositoryId, shas: readonly string[]): Promise<Block[]> {
  const rows = await tx.execute<Block & { isPush: boolean }>(sql`
    with touched as (
      select distinct pushed_by, case when pushed_by is null then brought_by end as brought_by from commits
      where repository_id = ${repositoryId} and (pushed_by is not null or brought_by is not null)
        and sha in (select jsonb_array_elements_text(${JSON.stringify(shas)}::jsonb))
    )
    select touched.pushed_by is not null as "isPush",
      jsonb_agg(jsonb_build_object('sha', commits.sha, 'isMerge', commits.is_merge, 'pullRequest', commits.named_pull_request,
        'changeId', commits.change_id) order by commits.position) as commits,
      jsonb_agg(jsonb_build_object('number', pull.number, 'mergeSha', pull.merge_sha, 'headSha', pull.head_sha,
        'commitCount', pull.commit_count, 'commitShas', pull.commit_shas)) filter (where pull.id is not null) as pulls
    from touched
    join commits on commits.repository_id = ${repositoryId}
      and (commits.pushed_by = touched.pushed_by or commits.pushed_by is null and commits.brought_by = touched.brought_by)
    left join pull_requests pull on pull.repository_id = ${repositoryId} and pull.merge_sha = commits.sha
    group by touched.pushed_by, touched.brought_by
    having count(pull.id) > 0`)
  return rows.map(({ isPush, commits, pulls }) => ({
    commits,
    pulls: pulls.map((pull) => (isPush ? pull : { ...pull, commitCount: pull.commitCount ?? 0 })),
  }))
}

async function handOnFlags(tx: Transaction, ids: ChangeId[]): Promise<void> {
  await tx.execute(sql`
    insert into change_flags (change_id, flag_key)
    select whole.id, change_flags.flag_key
    from changes part
    join change_flags on change_flags.change_id = part.id
    join changes whole on whole.id = part.absorbed_by and whole.edited_at is null
    where part.id in (select id::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb) as given (id))
    on conflict do nothing`)
}

/** A release that has a part already has the whole from now on; which changes a launch is about does not change under it. */
async function handOnReleases(tx: Transaction, ids: ChangeId[]): Promise<void> {
  const held = await tx.execute<{ part: ChangeId; whole: ChangeId; state: string }>(sql`
    select part.id as part, part.absorbed_by as whole, releases.state
    from changes part
    join release_changes on release_changes.change_id = part.id
    join releases on releases.id = release_changes.release_id
    where part.absorbed_by is not null
      and part.id in (select id::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb) as given (id))
    order by releases.id, release_changes.position
    for update of releases`)
  if (held.some(({ state }) => state === "launching")) {
    throw new Conflict("launching", "A release is launching with a commit of this pull request: tell it again once that has ended.")
  }
  for (const { part, whole } of held) {
    await tx.execute(sql`
      insert into release_changes (release_id, change_id, position)
      select release_id, ${whole}::uuid, position from release_changes where change_id = ${part}
      on conflict do nothing`)
    await tx.execute(sql`delete from release_changes where change_id = ${part}`)
  }
}
