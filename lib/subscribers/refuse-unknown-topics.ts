import { inArray } from "drizzle-orm"
import { topics } from "#db/schema/subscribers.ts"
import type { Transaction } from "#db/transaction.ts"
import { Invalid } from "../kernel/errors.ts"

export async function refuseUnknownTopics(tx: Transaction, keys: readonly string[] | null, path = "topics"): Promise<void> {
  if (keys === null || keys.length === 0) return
  const rows = await tx
    .select({ key: topics.key })
    .from(topics)
    .where(inArray(topics.key, [...keys]))
  const known = new Set(rows.map(({ key }) => key))
  const unknown = keys.filter((key) => !known.has(key))
  if (unknown.length > 0) throw new Invalid(unknown.map((key) => ({ path, message: `There is no topic "${key}".` })))
}
