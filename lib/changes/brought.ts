import { sql } from "drizzle-orm"

/**
 * Lateral joins beside a deployment called `told`: the place of its SHA, and the place that its environment ran before it. Between the
 * two is what it brought, or where the second is the later one, what it took back.
 */
export const BETWEEN = sql`
  left join lateral (
    select commits.position from commits
    where told.status = 'success' and commits.repository_id = told.repository_id
      and commits.sha >= told.sha and commits.sha < told.sha || 'g'
    order by commits.position limit 1) as here on true
  left join lateral (
    select commits.position from deployments earlier
    join commits on commits.repository_id = earlier.repository_id
      and commits.sha >= earlier.sha and commits.sha < earlier.sha || 'g'
    where earlier.repository_id = told.repository_id and earlier.environment = told.environment and earlier.status = 'success'
      and (earlier.deployed_at, earlier.arrival) < (told.deployed_at, told.arrival)
    order by earlier.deployed_at desc, earlier.arrival desc, commits.position limit 1) as before on true`

/** Places begin at 1: without an earlier deployment it brought everything up to its own. */
export const CHANGES_BETWEEN = sql`
  commits place
  join changes on changes.repository_id = place.repository_id and changes.sha = place.sha and changes.absorbed_by is null
  where place.repository_id = told.repository_id
    and place.position > least(here.position, coalesce(before.position, 0))
    and place.position <= greatest(here.position, before.position)`
