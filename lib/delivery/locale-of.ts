import { type SQL, sql } from "drizzle-orm"
import { subscribers } from "#db/schema/subscribers.ts"
import { textArray } from "../subscribers/segment-condition.ts"
import { DEFAULT_LOCALE } from "../subscribers/subscriber.ts"

/** Their own language, or that of their region, or the one everybody gets; null where there are several and none is for everybody. */
export function localeOf(locales: readonly string[]): SQL {
  const [only = null, another] = locales
  const sharedOnly = another === undefined ? only : null
  const everybodys = locales.includes(DEFAULT_LOCALE) ? DEFAULT_LOCALE : sharedOnly
  const own = sql`${subscribers.locale}`
  const language = sql`split_part(${subscribers.locale}, '-', 1)`
  const there = textArray(locales)
  return sql`case when ${own} = any(${there}) then ${own} when ${language} = any(${there}) then ${language} else ${everybodys}::text end`
}
