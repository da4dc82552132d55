import { sql } from "drizzle-orm"
import type { Transaction } from "#db/transaction.ts"
import type { RepositoryId } from "../kernel/ids.ts"

/**
 * Follows every revert of a repository to the change at the start of its chain; every second link brings that change back.
 * Asked after each arrival, since the target may arrive after the revert. An abbreviated SHA names the one change that begins with it;
 * a pull request's number names the change that it became.
 */
export async function resolveReverts(tx: Transaction, repositoryId: RepositoryId): Promise<void> {
  await tx.execute(sql`
    with recursive links as (
      select named.id, min(named.target_id::text)::uuid as target_id
      from (
        select revert.id, target.id as target_id
        from changes revert
        join changes target on target.repository_id = revert.repository_id and target.id <> revert.id
          and target.sha >= revert.reverts_sha and target.sha < revert.reverts_sha || 'g'
        where revert.repository_id = ${repositoryId} and revert.reverts_sha is not null
        union all
        select revert.id, target.id
        from changes revert
        join changes target on target.repository_id = revert.repository_id and target.id <> revert.id
          and target.pull_request_number = revert.reverts_pull_request and target.absorbed_by is null
        where revert.repository_id = ${repositoryId} and revert.reverts_sha is null and revert.reverts_pull_request is not null
      ) as named
      group by named.id having count(*) = 1
    ), chain as (
      select links.id, links.target_id as root_id, 'undoes' as effect
      from links where not exists (select from links deeper where deeper.id = links.target_id)
      union all
      select links.id, chain.root_id, case chain.effect when 'undoes' then 'reapplies' else 'undoes' end
      from chain join links on links.target_id = chain.id
    )
    update changes set reverted_change_id = chain.root_id, revert_effect = chain.effect
    from chain
    where changes.id = chain.id
      and (changes.reverted_change_id, changes.revert_effect) is distinct from (chain.root_id, chain.effect)`)
}
