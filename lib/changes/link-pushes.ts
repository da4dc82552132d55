import { sql } from "drizzle-orm"
import type { Transaction } from "#db/transaction.ts"
import type { PushId, RepositoryId } from "../kernel/ids.ts"
import { openGaps } from "./open-gaps.ts"

export type LinkedPush = { id: PushId; afterSha: string; beforeSha: string; forced: boolean; mergeBase: string | null }

/**
 * Pushes arrive in any order, but each says what came before it. Whatever follows on this one, and stands before it because it was
 * known first, moves behind it; and a force-push, once what it replaced is known, takes that away.
 */
export async function linkPushes(tx: Transaction, repositoryId: RepositoryId, push: LinkedPush): Promise<void> {
  // History that was reset and pushed again leads in a circle.
  const seen = new Set([push.id])
  const waiting = [push]
  for (let link = waiting.pop(); link !== undefined; link = waiting.pop()) {
    const next = (await listNext(tx, repositoryId, link)).filter(({ id }) => !seen.has(id))
    for (const one of next) seen.add(one.id)
    // Those that had to move: what follows on them may have to as well.
    for (const one of next) if (await moveBehind(tx, repositoryId, { next: one, end: link.afterSha })) waiting.push(one)
  }
  for (const forced of await listForced(tx, repositoryId, push)) await takeReplaced(tx, repositoryId, forced)
}

/** This one and later ones, which can have replaced what it brought. Few: a default branch is rarely forced. */
async function listForced(tx: Transaction, repositoryId: RepositoryId, { id }: LinkedPush): Promise<LinkedPush[]> {
  return tx.execute<LinkedPush>(sql`
    select later.id, later.before_sha as "beforeSha", later.after_sha as "afterSha", later.forced, later.merge_base_sha as "mergeBase"
    from pushes later join pushes this on this.id = ${id}
    where later.repository_id = ${repositoryId} and later.forced and later.pushed_at >= this.pushed_at
    order by later.pushed_at`)
}

async function listNext(tx: Transaction, repositoryId: RepositoryId, { id, afterSha }: LinkedPush): Promise<LinkedPush[]> {
  return tx.execute<LinkedPush>(sql`
    select id, before_sha as "beforeSha", after_sha as "afterSha", forced, merge_base_sha as "mergeBase" from pushes
    where repository_id = ${repositoryId} and before_sha = ${afterSha} and id <> ${id} and after_sha <> before_sha
    order by pushed_at`)
}

/** Says whether it stood before what it follows on. */
async function moveBehind(tx: Transaction, repositoryId: RepositoryId, { next, end }: { next: LinkedPush; end: string }): Promise<boolean> {
  const [place] = await tx.execute<{ behind: string | null; first: string | null; width: string }>(sql`
    select (select position from commits where repository_id = ${repositoryId} and sha = ${end}) as behind,
      min(position) as first, count(*) as width
    from commits where pushed_by = ${next.id}`)
  if (!place?.behind || !place.first || Number(place.first) > Number(place.behind)) return false
  const [after, width] = [Number(place.behind), Number(place.width)]
  await openGaps(tx, repositoryId, [{ after, width }])
  await tx.execute(sql`
    update commits set position = ${after} + ranked.rank, gone_after = null
    from (select sha, row_number() over (order by position) as rank from commits where pushed_by = ${next.id}) as ranked
    where commits.repository_id = ${repositoryId} and commits.sha = ranked.sha`)
  return true
}

/**
 * A push says neither what it took off the branch nor where old and new part. Exact where the code host was asked, and for a reset to
 * a commit we know; else the old head is gone, and with it what stands between it and the oldest commit that the push brought
 * again under the same title, as a rebase does.
 */
async function takeReplaced(tx: Transaction, repositoryId: RepositoryId, push: LinkedPush): Promise<void> {
  if (push.mergeBase !== null) await forgetGuess(tx, repositoryId, push)
  await tx.execute(sql`
    with old as (
      select position from commits where repository_id = ${repositoryId} and sha = ${push.beforeSha}
    ), brought as (
      select changes.title, changes.type from commits join changes on changes.id = commits.change_id where commits.pushed_by = ${push.id}
    ), latest as (
      select commits.position, changes.title, changes.type
      from commits join changes on changes.id = commits.change_id
      where commits.repository_id = ${repositoryId} and commits.position <= (select position from old)
        and commits.pushed_by is distinct from ${push.id}::uuid
        and coalesce(commits.gone_after, (select position from old)) = (select position from old)
      order by commits.position desc limit (select count(*) from brought)
    ), since as (
      select coalesce(
        (select position + 1 from commits where repository_id = ${repositoryId} and sha = ${push.mergeBase}),
        (select position + 1 from commits where repository_id = ${repositoryId} and sha = ${push.afterSha}
          and position < (select position from old)),
        (select min(position) from latest where (title, type) in (select title, type from brought)),
        (select position from old)) as position
    )
    update commits set gone_after = old.position
    from old, since
    where commits.repository_id = ${repositoryId} and commits.position between since.position and old.position
      and commits.gone_after is null and commits.pushed_by is distinct from ${push.id}::uuid`)
}

async function forgetGuess(tx: Transaction, repositoryId: RepositoryId, { beforeSha }: LinkedPush): Promise<void> {
  await tx.execute(sql`
    update commits set gone_after = null
    where repository_id = ${repositoryId}
      and gone_after = (select position from commits where repository_id = ${repositoryId} and sha = ${beforeSha})`)
}
