import { and, asc, desc, eq, gt, lt, or, type SQL, sql } from "drizzle-orm"
import { segments, subscribers, suppressions, topics } from "#db/schema/subscribers.ts"
import type { Queryable } from "#db/transaction.ts"
import { NotFound } from "../kernel/errors.ts"
import type { SegmentId, SubscriberId } from "../kernel/ids.ts"
import type { SegmentRule } from "./segment.ts"
import { followsOneOf, segmentCondition } from "./segment-condition.ts"
import type { SubscriberState } from "./subscriber.ts"

export type Subscriber = Awaited<ReturnType<typeof select>>[number]

export type SubscriberFilter = {
  state?: SubscriberState | undefined
  search?: string | undefined
  topic?: string | undefined
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
export async function countSubscribers(db: Queryable): Promise<Record<SubscriberState, number>> {
  const rows = await db.select({ state: subscribers.state, count: sql<number>`count(*)::int` }).from(subscribers).groupBy(subscribers.state)
  return { pending: 0, active: 0, ended: 0, ...Object.fromEntries(rows.map(({ state, count }) => [state, count])) }
}

function conditions({ state, search, topic, rule }: Omit<SubscriberFilter, "after" | "limit">): (SQL | undefined)[] {
  return [
    state && eq(subscribers.state, state),
    search === undefined ? undefined : contains(search.toLowerCase()),
    topic === undefined ? undefined : followsOneOf([topic]),
    rule && segmentCondition(rule),
  ]
}

function contains(part: string): SQL | undefined {
  return or(
    sql`position(${part} in ${subscribers.address}) > 0`,
    sql`position(${part} in lower(${subscribers.email})) > 0`,
    sql`position(${part} in lower(${subscribers.name})) > 0`,
  )
}

export type Segment = typeof segments.$inferSelect & { members: number }

/** Members are the active ones: those whom a release for it would be mailed to, but for suppressions. */
export async function getSegment(db: Queryable, id: SegmentId): Promise<Segment> {
  const [found] = await db.select().from(segments).where(eq(segments.id, id))
  if (found === undefined) throw new NotFound("segment")
  return withMembers(db, found)
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
  return Promise.all(rows.map((row) => withMembers(db, row)))
}

async function withMembers(db: Queryable, segment: typeof segments.$inferSelect): Promise<Segment> {
  const [row] = await db
    .select({ members: sql<number>`count(*)::int` })
    .from(subscribers)
    .where(and(eq(subscribers.state, "active"), segmentCondition(segment.rule)))
  return { ...segment, members: row?.members ?? 0 }
}

export type Topic = typeof topics.$inferSelect

export function listTopics(db: Queryable): Promise<Topic[]> {
  return db.select().from(topics).orderBy(asc(topics.name), asc(topics.key))
}
