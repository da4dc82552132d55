import { type SQL, sql } from "drizzle-orm"

/**
 * Common table expressions for `with recursive`. `running`: the place in its repository's order of what each environment runs now,
 * by its latest successful deployment whose SHA is known. An abbreviated SHA that fits several commits claims the least.
 */
export const RUNNING = sql`
  environments as (
    (select repository_id, environment from deployments order by repository_id, environment limit 1)
    union all
    select next.repository_id, next.environment
    from environments cross join lateral (
      select repository_id, environment from deployments
      where (repository_id, environment) > (environments.repository_id, environments.environment)
      order by repository_id, environment limit 1) as next
  ),
  running as materialized (
    select environments.repository_id, environments.environment, latest.position,
           environments.environment = repositories.production_environment as is_production
    from environments
    join repositories on repositories.id = environments.repository_id
    cross join lateral (
      select commits.position
      from deployments
      join commits on commits.repository_id = deployments.repository_id
        and commits.sha >= deployments.sha and commits.sha < deployments.sha || 'g'
      where deployments.repository_id = environments.repository_id and deployments.environment = environments.environment
        and deployments.status = 'success'
      order by deployments.deployed_at desc, deployments.arrival desc, commits.position limit 1) as latest
  )`

/**
 * The successful deployments to production of each repository in two lists in the order of time: when it was, and up to which place
 * nothing has been taken out since. The places only rise, so that a binary search finds the deployment that brought one to stay.
 */
export const TIMELINE = sql`
  timeline as materialized (
    select repository_id, array_agg(kept order by deployed_at, arrival) as kept, array_agg(deployed_at order by deployed_at, arrival) as since
    from (
      select deployments.repository_id, deployments.deployed_at, deployments.arrival,
             min(commits.position) over (
               partition by deployments.repository_id order by deployments.deployed_at desc, deployments.arrival desc) as kept
      from deployments
      join repositories on repositories.id = deployments.repository_id and repositories.production_environment = deployments.environment
      join commits on commits.repository_id = deployments.repository_id
        and commits.sha >= deployments.sha and commits.sha < deployments.sha || 'g'
      where deployments.status = 'success') as productive
    group by repository_id
  )`

/** Since when production has kept what stands at `position`. */
export function keptSince(position: SQL): SQL {
  return sql`(select since[width_bucket(${position} - 1, kept) + 1] from timeline where timeline.repository_id = changes.repository_id)`
}

/** A change beside its place among the commits; what `inEffectAt` and `inEffectSince` speak of. */
export const PLACED = sql`changes join commits place on place.repository_id = changes.repository_id and place.sha = changes.sha`

/**
 * Whether whoever runs `position` has the change: it is contained, no force-push took it away before that, and the last link of its chain of reverts that is contained too
 * does what this change does. The start of a chain counts as a link that applies.
 */
export function inEffectAt(position: SQL): SQL {
  return sql`(place.position <= ${position} and ${position} <= coalesce(place.gone_after, ${position}) and coalesce(changes.revert_effect, 'reapplies')
    = coalesce((select effect from ${lastLinkAt(position)}), 'reapplies'))`
}

/** Since which place of the order that is so: its own, or that of the revert which brought it back. */
export function inEffectSince(position: SQL): SQL {
  return sql`greatest(place.position, (select link_position from ${lastLinkAt(position)}))`
}

function lastLinkAt(position: SQL): SQL {
  return sql`(
    select link.revert_effect as effect, at.position as link_position
    from changes link
    join commits at on at.repository_id = link.repository_id and at.sha = link.sha
    where link.reverted_change_id = coalesce(changes.reverted_change_id, changes.id) and at.position <= ${position}
      and ${position} <= coalesce(at.gone_after, ${position})
    order by at.position desc limit 1) as last_link`
}
