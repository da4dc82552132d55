import postgres from "postgres"
import { proseOf } from "./prose.ts"

/** Everything that so many releases of the past have left behind: each with a change, an entry, a flag, and a settled launch. */
export async function writeHistory(adminUrl: string, releases: number): Promise<void> {
  const admin = postgres(adminUrl, { max: 1, onnotice: () => {} })
  try {
    await admin.begin(async (tx) => {
      await tx.unsafe(`create temporary table past on commit drop as ${PAST.replaceAll("$releases", String(releases))}`)
      await tx.unsafe("analyze past")
      for (const statement of STATEMENTS) await tx.unsafe(statement)
    })
    await admin.unsafe("vacuum analyze")
  } finally {
    await admin.end()
  }
}

/** One line per release, an hour apart, with the ids of what it left: ordered by time as our own are. */
const PAST = `
  select n, n + 1 as revision, now() - make_interval(hours => $releases - n + 1) as at,
    encode(sha256(('past ' || n)::bytea), 'hex') as hash, left(encode(sha256(('past ' || n)::bytea), 'hex'), 40) as sha,
    uuidv7(make_interval(hours => n - $releases - 1)) as release, uuidv7(make_interval(hours => n - $releases - 1)) as stage,
    uuidv7(make_interval(hours => n - $releases - 1)) as launch, uuidv7(make_interval(hours => n - $releases - 1)) as document,
    uuidv7(make_interval(hours => n - $releases - 1)) as edition, uuidv7(make_interval(hours => n - $releases - 1)) as flag,
    uuidv7(make_interval(hours => n - $releases - 1)) as change, uuidv7(make_interval(hours => n - $releases - 1)) as deployment
  from generate_series(1, $releases) as n`

const REPOSITORY = "(select id from repositories where name = 'acme/shop')"
const ON = `'{"kind": "everyone"}'`
const OFF = `'{"kind": "off"}'`
const STATE_ON = `'{"enabled": true, "rollout": 100, "targeting": []}'`
const STATE_OFF = `'{"enabled": false, "rollout": 0, "targeting": [], "isPublic": false}'`
const BODY = `'${proseOf({ words: 150, seed: 1 })}'`

const STATEMENTS = [
  "insert into repositories (id, name) values (uuidv7(), 'acme/shop')",
  `insert into deployments (id, repository_id, environment, sha, status, deployed_at)
    select deployment, ${REPOSITORY}, 'production', sha, 'success', at from past order by n`,
  `insert into changes (id, repository_id, title, type, audience, author_name, sha, merged_at)
    select change, ${REPOSITORY}, 'Past ' || n, 'feat', 'customer', 'Grace', sha, at from past`,
  `insert into commits (repository_id, sha, position, change_id, brought_by)
    select ${REPOSITORY}, sha, n * 1048576::bigint, change, deployment from past`,
  `insert into releases (id, name, state, hold_seconds, grace_seconds, created_at, updated_at)
    select release, 'Past ' || n, 'released', 300, 3600, at, at from past`,
  "insert into stages (id, release_id, name, position) select stage, release, 'Everyone', 0 from past",
  "insert into release_changes (release_id, change_id, position) select release, change, 0 from past",
  "insert into flags (id, connection_id, key, environment) select flag, 'builtin', 'past-' || n, 'production' from past",
  `insert into built_in_flags (flag_id, enabled, rollout, targeting, is_public, version)
    select flag, true, 100, '[]', true, 2 from past`,
  `insert into built_in_flag_states (flag_id, enabled, rollout, targeting, live_from)
    select flag, true, 100, '[]', revision from past`,
  "insert into flag_targets (stage_id, flag_id, enabled, rollout) select stage, flag, true, 100 from past",
  `insert into launches (id, release_id, stage_id, state, begun_at, released_at, site_revision, moved_at)
    select launch, release, stage, 'settled', at, at, revision, at from past`,
  "insert into documents (id, public_id, kind, release_id, created_at) select document, hash, 'entry', release, at from past",
  `insert into editions (id, document_id, locale, title, slug, body, hash, state, edited_by, approved_by, approved_hash, approved_at,
      launch_id, live_from, published_at, updated_at, created_at)
    select edition, document, 'en', 'Past ' || n, 'past-' || n, ${BODY} || n, hash, 'live', 'ada', 'ada', hash, at,
      launch, revision, at, at, at from past`,
  "insert into slugs (place, slug, document_id, was_public) select 'entry', 'past-' || n, document, true from past",
  "insert into launch_editions (launch_id, edition_id, hash) select launch, edition, hash from past",
  `insert into flips (id, launch_id, flag_id, position, state, before, desired, observed, recorded, recorded_version, target, applied_version, applied_at)
    select uuidv7(), launch, flag, 0, 'applied', ${OFF}, ${ON}, ${ON}, ${STATE_OFF}, 1, ${STATE_ON}, 2, at from past`,
  `insert into readiness_reports (release_id, report, at) select release, '{"is": "ready", "checks": []}', at from past`,
  `insert into audit_records (id, at, action, actor_kind, actor_name, subject_kind, subject_id, detail, hash)
    select uuidv7(), at, action, 'system', 'launch', 'launch', launch, '{}', hash
    from past cross join unnest(array['launch.begun', 'launch.moved', 'launch.moved']) as action order by n`,
  `insert into audit_seals (sequence, record_id, chain)
    select row_number() over (order by id), id, hash from audit_records`,
  "update site_state set revision = (select max(revision) from past)",
]
