import { and, asc, desc, eq, gt, isNull, lt, or, type SQL, sql } from "drizzle-orm"
import { segments, subscribers, suppressions, topics } from "#db/schema/subscribers.ts"
import type { Queryable } from "#db/transaction.ts"
import { NotFound } from "../kernel/errors.ts"
import type { SegmentId, SubscriberId } from "../kernel/ids.ts"
import { chooseSample } from "./choose-sample.ts"
import { type Size, sizeOf } from "./sample.ts"
import type { SegmentRule } from "./segment.ts"
import { followsOneOf, segmentCondition } from "./segment-condition.ts"
import type { SubscriberState } from "./subscriber.ts"
import type { SuppressionReason } from "./suppression.ts"

export type Subscriber = Awaited<ReturnType<typeof select>>[number]

export type SubscriberFilter = {
  state?: SubscriberState | undefined
  search?: string | undefined
  topic?: string | undefined
  locale?: string | undefined
  rule?: SegmentRule | undefined
  after: SubscriberId | null
  limit: number
}

function select(db: Queryable, where: SQL | undefined, limit: number) {
  const { id, email, name, locale, state, traits, topics: chosen, createdAt, updatedAt } = subscribers
  const { consentBasis, consentAt, consentSource, endedAt, endReason } = subscribers
  return db
    .select({
      id,
      email,
      name,
      locale,
      state,
      traits,
      topics: chosen,
      createdAt,
      updatedAt,
      consentBasis,
      consentAt,
      consentSource,
      endedAt,
      endReason,
      suppressed: suppressions.reason,
    })
    .from(subscribers)
    .leftJoin(suppressions, eq(suppressions.addressHash, subscribers.addressHash))
    .where(where)
    .orderBy(desc(subscribers.id))
    .limit(limit)
}

export async function getSubscriber(db: Queryable, id: SubscriberId): Promise<Subscriber> {
  const [found] = await select(db, eq(subscribers.id, id), 1)
  if (found === undefined) throw new NotFound("subscriber")
  return found
}

/** The newest first. */
export function listSubscribers(db: Queryable, { after, limit, ...filter }: SubscriberFilter): Promise<Subscriber[]> {
  return select(db, and(after === null ? undefined : lt(subscribers.id, after), ...conditions(filter)), limit)
}

/** For the numbers above a list: how many there are in each state. */
export async function countSubscribers(db: Queryable): Promise<Record<SubscriberState, Size>> {
  const sample = await chooseSample(db)
  const rows = await db.execute<{ state: SubscriberState; hits: number }>(
    sql`select state, count(*)::int as hits from ${sample.from} group by state`,
  )
  const none = sizeOf(0, sample)
  return { pending: none, active: none, ended: none, ...Object.fromEntries(rows.map(({ state, hits }) => [state, sizeOf(hits, sample)])) }
}

function conditions({ state, search, topic, locale, rule }: Omit<SubscriberFilter, "after" | "limit">): (SQL | undefined)[] {
  return [
    state && eq(subscribers.state, state),
    locale === undefined ? undefined : eq(subscribers.locale, locale),
    search === undefined ? undefined : contains(search.toLowerCase()),
    topic === undefined ? undefined : followsOneOf([topic]),
    rule && segmentCondition(rule),
  ]
}

/** As the index on it has it. */
const WORDS = sql`lower(${subscribers.address} || ' ' || ${subscribers.email} || coalesce(' ' || ${subscribers.name}, ''))`

/** Three letters in a row are what the index knows; of fewer, only what begins a word is found. */
function contains(part: string): SQL | undefined {
  const text = part.replace(/[\\%_]/g, "\\$&")
  if ([...part].length >= 3) return sql`${WORDS} like ${`%${text}%`}`
  return or(sql`${WORDS} like ${`${text}%`}`, sql`${WORDS} like ${`% ${text}%`}`)
}

export type Segment = typeof segments.$inferSelect & { members: Size }

/** Members are the active ones: those whom a release for it would be mailed to, but for suppressions. */
export async function getSegment(db: Queryable, id: SegmentId): Promise<Segment> {
  const [found] = await db.select().from(segments).where(eq(segments.id, id))
  if (found === undefined) throw new NotFound("segment")
  const [counted] = await withMembers(db, [found])
  if (counted === undefined) throw new NotFound("segment")
  return counted
}

export async function findSegmentRule(db: Queryable, id: SegmentId): Promise<SegmentRule | null> {
  const [found] = await db.select({ rule: segments.rule }).from(segments).where(eq(segments.id, id))
  return found?.rule ?? null
}

/** By name. */
export async function listSegments(db: Queryable, { after, limit }: { after: string | null; limit: number }): Promise<Segment[]> {
  const rows = await db
    .select()
    .from(segments)
    .where(after === null ? undefined : gt(segments.name, after))
    .orderBy(asc(segments.name))
    .limit(limit)
  return withMembers(db, rows)
}

async function withMembers(db: Queryable, rows: (typeof segments.$inferSelect)[]): Promise<Segment[]> {
  const sizes = await countMembers(
    db,
    rows.map(({ rule }) => rule),
  )
  return rows.map((row, place) => ({ ...row, members: sizes.members[place] ?? sizes.all }))
}

/** Of all rules in one look at the people: how many each has, and how many there are at all. */
export async function countMembers(db: Queryable, rules: readonly SegmentRule[]): Promise<{ all: Size; members: Size[] }> {
  const sample = await chooseSample(db)
  const counts = rules.map((rule) => sql`(count(*) filter (where ${segmentCondition(rule)}))::int`)
  const hits = sql.join([sql`count(*)::int`, ...counts], sql`, `)
  const [row] = await db.execute<{ hits: number[] }>(sql`select array[${hits}] as hits from ${sample.from} where state = 'active'`)
  const [all = 0, ...members] = row?.hits ?? []
  return { all: sizeOf(all, sample), members: members.map((one) => sizeOf(one, sample)) }
}

/** The rule of a segment, for whoever mails it. One that is gone has no members: it must never come to mean everybody. */
export async function findAudienceRule(db: Queryable, id: SegmentId | null): Promise<SegmentRule | null> {
  return id === null ? null : ((await findSegmentRule(db, id)) ?? { any: [] })
}

/** Which segments there are to choose from. */
export function listSegmentNames(db: Queryable): Promise<{ id: SegmentId; name: string }[]> {
  return db.select({ id: segments.id, name: segments.name }).from(segments).orderBy(asc(segments.name))
}

export type Topic = typeof topics.$inferSelect

/** Those that can be chosen. */
export function listTopics(db: Queryable): Promise<Topic[]> {
  return db.select().from(topics).where(isNull(topics.retiredAt)).orderBy(asc(topics.name), asc(topics.key))
}

/** Who is mailed and chose a topic: all of them, and those who chose nothing else. */
export type TopicFollowers = { all: number; only: number }

export async function getFollowers(db: Queryable, key: string): Promise<TopicFollowers> {
  const only = sql<number>`count(*) filter (where cardinality(${subscribers.topics}) = 1)::int`
  const [row] = await db
    .select({ all: sql<number>`count(*)::int`, only })
    .from(subscribers)
    .where(and(eq(subscribers.state, "active"), sql`${subscribers.topics} @> array[${key}]`))
  return row ?? { all: 0, only: 0 }
}

export type Suppression = {
  addressHash: string
  reason: SuppressionReason
  source: string
  createdAt: Temporal.Instant
  /** Null: nobody of that address is here, and the hash does not tell it. */
  subscriber: { id: SubscriberId; email: string; name: string | null } | null
}

export type SuppressionPlace = { createdAt: Temporal.Instant; addressHash: string }

/** The newest first. */
export function listSuppressions(
  db: Queryable,
  { after, reason, limit }: { after: SuppressionPlace | null; reason?: SuppressionReason | undefined; limit: number },
): Promise<Suppression[]> {
  const { createdAt, addressHash } = suppressions
  const older = after && sql`(${createdAt}, ${addressHash}) < (${after.createdAt.toString()}::timestamptz, ${after.addressHash})`
  return db
    .select({
      addressHash,
      reason: suppressions.reason,
      source: suppressions.source,
      createdAt,
      subscriber: { id: subscribers.id, email: subscribers.email, name: subscribers.name },
    })
    .from(suppressions)
    .leftJoin(subscribers, eq(subscribers.addressHash, addressHash))
    .where(and(older ?? undefined, reason && eq(suppressions.reason, reason)))
    .orderBy(desc(createdAt), desc(addressHash))
    .limit(limit)
}

/** Every locale that anybody has, from one to the next along the index. */
export async function listLocales(db: Queryable): Promise<string[]> {
  const rows = await db.execute<{ locale: string }>(sql`
    with recursive walk as (
      (select ${subscribers.locale} as locale from ${subscribers} order by locale limit 1)
      union all select (select min(${subscribers.locale}) from ${subscribers} where ${subscribers.locale} > walk.locale) from walk where walk.locale is not null
    ) select locale from walk where locale is not null limit 100`)
  return rows.map(({ locale }) => locale)
}

/** What rules can ask for: names of traits that the newest thousand people have. */
export async function listTraitNames(db: Queryable): Promise<string[]> {
  const rows = await db.execute<{ name: string }>(sql`
    select distinct jsonb_object_keys(traits) as name
    from (select ${subscribers.traits} as traits from ${subscribers} order by ${subscribers.id} desc limit 1000) as newest order by name limit 200`)
  return rows.map(({ name }) => name)
}
