import { and, type Column, eq, gt, isNull, lt, lte, notExists, or, type SQL, sql } from "drizzle-orm"
import { alias, QueryBuilder } from "drizzle-orm/pg-core"
import { publicEditions } from "#db/schema/public-views.ts"

type Range = { liveFrom: Column; liveUntil: Column }

/** Live at the revision. Whatever came or went after it plays no part, so an answer is the same whenever it is made. */
export function liveAsOf({ liveFrom, liveUntil }: Range, revision: number): SQL | undefined {
  return and(lte(liveFrom, revision), or(isNull(liveUntil), gt(liveUntil, revision)))
}

/** Of a document's live editions the English one is shown, or else the one whose locale comes first. */
export function shownAsOf(revision: number): SQL | undefined {
  const other = alias(publicEditions, "other")
  const preferred = new QueryBuilder()
    .select({ one: sql`1` })
    .from(sql`${publicEditions} other`) // drizzle leaves out what an aliased view stands for
    .where(
      and(
        eq(other.publicId, publicEditions.publicId),
        or(eq(other.locale, PREFERRED_LOCALE), lt(other.locale, publicEditions.locale)),
        liveAsOf(other, revision),
      ),
    )
  return and(liveAsOf(publicEditions, revision), or(eq(publicEditions.locale, PREFERRED_LOCALE), notExists(preferred)))
}

export const PREFERRED_LOCALE = "en"
