import { type SQL, sql } from "drizzle-orm"
import { instantFromPostgres } from "../kernel/clock.ts"
import type { ChangeId, ReleaseId } from "../kernel/ids.ts"
import type { Audience, Change } from "./change.ts"
import { inEffectAt, inEffectSince, keptSince, PLACED, RUNNING, TIMELINE } from "./standing.ts"

export type ChangeRow = {
  id: ChangeId
  repository: string
  title: string
  body: string
  type: string
  scope: string | null
  breaking: boolean
  audience: Audience
  author: string
  url: string | null
  sha: string
  pull_request_number: number | null
  pull_request_url: string | null
  flags: string[]
  merged_at: string
  deployed_at: string | null
  environments: string[]
  release_id: ReleaseId | null
  release_name: string
  release_state: NonNullable<Change["release"]>["state"]
}

/** The changes that `ids` selects, as rows, the newest first. What costs something per change is worked out for these alone. */
export function selectChanges(ids: SQL): SQL {
  return sql`
    with recursive ${RUNNING}, ${TIMELINE}, chosen as materialized (${ids})
    select changes.id, repositories.name as repository, changes.title, changes.body, changes.type, changes.scope, changes.breaking,
      changes.audience, changes.author_name as author, changes.url, changes.sha, changes.pull_request_number, changes.pull_request_url,
      changes.merged_at, releases.id as release_id, releases.name as release_name, releases.state as release_state,
      array(select flag_key from change_flags where change_id = changes.id order by flag_key) as flags,
      array(select environment from running where running.repository_id = changes.repository_id
        and ${inEffectAt(sql`running.position`)} order by environment) as environments,
      case when ${inEffectAt(sql`production.position`)}
        then ${keptSince(inEffectSince(sql`production.position`))} end as deployed_at
    from chosen join (${PLACED}) using (id)
    join repositories on repositories.id = changes.repository_id
    left join running production on production.repository_id = changes.repository_id and production.is_production
    left join release_changes on release_changes.change_id = changes.id
    left join releases on releases.id = release_changes.release_id
    order by changes.merged_at desc, changes.id desc`
}

export function changeOfRow(row: ChangeRow): Change {
  const {
    pull_request_number: number,
    pull_request_url: url,
    merged_at,
    deployed_at,
    release_id,
    release_name,
    release_state,
    ...same
  } = row
  return {
    ...same,
    pullRequest: number === null || url === null ? null : { number, url },
    mergedAt: instantFromPostgres(merged_at),
    deployedAt: deployed_at === null ? null : instantFromPostgres(deployed_at),
    release: release_id === null ? null : { id: release_id, name: release_name, state: release_state },
  }
}
