import { asc, isNull } from "drizzle-orm"
import { topics } from "#db/schema/subscribers.ts"
import type { Queryable } from "#db/transaction.ts"

/** What the public form offers. */
export async function listOfferedTopics(db: Queryable): Promise<{ key: string; name: string; description: string }[]> {
  const { key, name, description } = topics
  return db.select({ key, name, description }).from(topics).where(isNull(topics.retiredAt)).orderBy(asc(name), asc(key))
}
