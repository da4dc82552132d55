import postgres from "postgres"
import { someSubscribers } from "#tests/support/mail-stage.ts"
import type { BenchPortal } from "./cluster.ts"
import { writeHistory } from "./history.ts"

export const PEOPLE = 1_000_000
export const RELEASES = 10_000
const SEGMENTS = 25

/** A very large portal: people, ten years of releases, as many changes that wait for one, and an audit log of all of it. */
export async function writeBigLists(portal: BenchPortal): Promise<void> {
  await writeHistory(portal.adminUrl, RELEASES)
  const admin = postgres(portal.adminUrl, { max: 1, onnotice: () => {} })
  try {
    await withoutIndexes(admin, "subscribers", async () => {
      await someSubscribers(portal, PEOPLE)
      for (const statement of PEOPLE_DIFFER) await admin.unsafe(statement)
    })
    for (const statement of WAITING) await admin.unsafe(statement)
    await admin.unsafe("vacuum analyze")
  } finally {
    await admin.end()
  }
}

/** Made again at the end: a million rows into a trigram index one by one take minutes. */
async function withoutIndexes(admin: postgres.Sql, table: string, run: () => Promise<void>): Promise<void> {
  const indexes = await admin<{ indexname: string; indexdef: string }[]>`
    select indexname, indexdef from pg_indexes where tablename = ${table} and indexdef not like 'CREATE UNIQUE%'`
  for (const { indexname } of indexes) await admin.unsafe(`drop index "${indexname}"`)
  await run()
  for (const { indexdef } of indexes) await admin.unsafe(indexdef)
}

const PEOPLE_DIFFER = [
  "insert into topics (key, name) values ('api', 'API'), ('billing', 'Billing'), ('rare', 'Rare')",
  `update subscribers set
    locale = case when n % 1000 = 0 then 'is' when n % 5 = 0 then 'de' else 'en' end,
    state = case when n % 20 = 0 then 'pending' else 'active' end,
    topics = case when n % 3 = 0 then array['billing'] when n % 3 = 1 then array['api', 'billing'] when n % 9999 = 0 then array['rare'] end,
    traits = jsonb_build_object('plan', case when n % 5000 = 0 then 'enterprise' when n % 4 = 0 then 'pro' else 'free' end, 'seats', n % 500)
  from (select id as of, split_part(address_hash, '-', 2)::int as n from subscribers) as numbered where of = subscribers.id`,
  `insert into suppressions (address_hash, reason, source)
    select 'hash-' || n * 50, 'bounced', 'resend' from generate_series(1, ${PEOPLE / 50}) as n`,
  `insert into segments (id, name, rule)
    select uuidv7(), 'Segment ' || lpad(n::text, 3, '0'), jsonb_build_object('all', jsonb_build_array(
      jsonb_build_object('trait', 'plan', 'operator', 'equals', 'values', jsonb_build_array('pro')),
      jsonb_build_object('trait', 'seats', 'operator', 'greater_than', 'values', jsonb_build_array(n * 10))))
    from generate_series(1, ${SEGMENTS}) as n`,
  `insert into segments (id, name, rule) values
    (uuidv7(), 'Rare', '{"trait": "plan", "operator": "equals", "values": ["enterprise"]}'),
    (uuidv7(), 'Nobody', '{"trait": "plan", "operator": "equals", "values": ["none"]}')`,
]

const APP = "(select id from repositories where name = 'acme/app')"
const SHA = "left(encode(sha256(('waiting ' || n)::bytea), 'hex'), 40)"

const WAITING = [
  "insert into repositories (id, name) values (uuidv7(), 'acme/app')",
  `insert into changes (id, repository_id, title, type, audience, author_name, sha, merged_at)
    select uuidv7(), ${APP}, 'Waiting ' || n, case when n % 3 = 0 then 'fix' else 'feat' end, case when n % 10 = 0 then 'internal' else 'customer' end,
      'Author ' || n % 20, ${SHA}, now() - make_interval(mins => ${RELEASES} - n) from generate_series(1, ${RELEASES}) as n`,
  `insert into commits (repository_id, sha, position, change_id)
    select repository_id, sha, row_number() over (order by merged_at) * 1048576::bigint, id from changes where repository_id = ${APP}`,
  `insert into deployments (id, repository_id, environment, sha, status, deployed_at)
    select uuidv7(), ${APP}, environment, (select sha from changes where repository_id = ${APP} order by merged_at desc limit 1), 'success', now()
    from unnest(array['staging', 'production']) as environment`,
  `insert into audit_records (id, at, action, actor_kind, actor_name, subject_kind, subject_id, detail, hash)
    select uuidv7(), now(), 'release.edited', 'person', 'Ada', 'release', releases.id::text, '{}', 'hash'
    from releases, generate_series(1, 20)`,
]
