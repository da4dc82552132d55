import { inArray, type SQL, sql } from "drizzle-orm"
import { subscribers } from "#db/schema/subscribers.ts"
import type { Queryable } from "#db/transaction.ts"
import type { SubscriberId } from "../kernel/ids.ts"
import { exclusionReason, isCandidate } from "../subscribers/audience.ts"
import { chooseSample } from "../subscribers/choose-sample.ts"
import { type Size, sizeOf } from "../subscribers/sample.ts"
import { AUDIENCE_GROUPS, type AudienceGroup } from "./audience-group.ts"
import { hadItBefore, wasMailed } from "./correction.ts"
import type { ReleaseAudience } from "./count-audience.ts"
import { localeOf } from "./locale-of.ts"

export type Person = { id: SubscriberId; email: string; name: string | null }

/** Who stands where towards the mail of a release. Every subscriber is in exactly one group; empty ones are not there. */
export type AudienceBreakdown = { group: AudienceGroup; size: Size; some: Person[] }[]

/** As many names as show what kind of people they are. */
const SHOWN = 5

/** By the same conditions as `materialiseAudience` writes rows by, so that a launch at that instant does what is said here. */
export async function breakDownAudience(db: Queryable, audience: ReleaseAudience, locales: readonly string[]): Promise<AudienceBreakdown> {
  const sample = await chooseSample(db)
  const rows = await db.execute<{ group: AudienceGroup; hits: number; some: SubscriberId[] }>(sql`
    select stands as group, count(*)::int as hits, (array_agg(id))[1:${SHOWN}] as some
    from (select ${subscribers.id} as id, ${groupOf(audience, locales)} as stands from ${sample.from}) as everybody group by stands`)
  const people = await listPeople(
    db,
    rows.flatMap(({ some }) => some),
  )
  return AUDIENCE_GROUPS.flatMap((group) =>
    rows
      .filter((row) => row.group === group)
      .map(({ hits, some }) => ({ group, size: sizeOf(hits, sample), some: some.flatMap((id) => people.get(id) ?? []) })),
  )
}

function groupOf(audience: ReleaseAudience, locales: readonly string[]): SQL {
  const { releaseId, corrects, ...who } = audience
  const { state, endReason } = subscribers
  const hasNoMail = locales.length === 0 ? sql`false` : sql`${localeOf(locales)} is null`
  return sql`case
    when ${state} = 'pending' then 'unconfirmed'
    when ${state} = 'ended' then case when ${endReason} in ('bounced', 'complained') then 'unreachable' else 'left' end
    when not ${isCandidate({ ...who, segment: null })} then 'late'
    when not ${isCandidate(who)} then 'segment'
    when not ${wasMailed(corrects)} then 'correction'
    when ${hadItBefore(releaseId)} then 'covered'
    else coalesce(${exclusionReason(who)}, case when ${hasNoMail} then 'locale' else 'mailed' end) end`
}

async function listPeople(db: Queryable, ids: SubscriberId[]): Promise<Map<SubscriberId, Person>> {
  if (ids.length === 0) return new Map()
  const { id, email, name } = subscribers
  const rows = await db.select({ id, email, name }).from(subscribers).where(inArray(id, ids))
  return new Map(rows.map((row) => [row.id, row]))
}
