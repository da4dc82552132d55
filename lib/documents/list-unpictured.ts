import { sql } from "drizzle-orm"
import type { Queryable } from "#db/transaction.ts"
import type { EditionId } from "../kernel/ids.ts"

/** An edition that has no share image of the look, with the day that stands in it. */
export type Unpictured = { editionId: EditionId; kind: "entry" | "article"; title: string; hash: string; day: string }

type Wanted = { look: string; state: "approved" | "live"; without: readonly EditionId[] }

/** A round's worth: each takes a fifth of a second. */
const AT_ONCE = 20

/**
 * Of approved editions the day is that of their schedule, or today, by UTC: with another one by the time of the moment, the image is made
 * again, and one that says a wrong day is not shown. The newest come first.
 */
export async function listUnpictured(db: Queryable, { look, state, without }: Wanted): Promise<Unpictured[]> {
  return db.execute<Unpictured>(sql`
    with wanted as (
      select editions.id, documents.kind, editions.title, editions.hash,
             to_char(coalesce(first.published_at, schedules.due_at, now()) at time zone 'utc', 'YYYY-MM-DD') as day
      from editions
      join documents on documents.id = editions.document_id
      left join schedules on schedules.release_id = documents.release_id
      left join lateral (
        select min(published_at) as published_at from editions earlier where earlier.document_id = editions.document_id
      ) first on true
      where editions.state = ${state} and documents.kind in ('entry', 'article')
        and not editions.id = any(${sql.param(`{${without.join(",")}}`)}::uuid[])
    )
    select wanted.id as "editionId", wanted.kind, wanted.title, wanted.hash, wanted.day
    from wanted left join share_images images on images.edition_id = wanted.id and images.look = ${look}
    where images.edition_id is null
      or (images.live_from is null and (${state} = 'live' or images.hash <> wanted.hash or images.day <> wanted.day))
    order by wanted.day desc, wanted.id desc limit ${AT_ONCE}`)
}
