import { and, desc, eq, getTableColumns, sql } from "drizzle-orm"
import { hookDeliveries } from "#db/schema/hooks.ts"
import type { Queryable } from "#db/transaction.ts"
import { NotFound } from "../kernel/errors.ts"
import type { HookDeliveryId } from "../kernel/ids.ts"
import type { HookDelivery, HookOutcome, HookSource } from "./hook-delivery.ts"

export type HookPosition = { receivedAt: Temporal.Instant; id: HookDeliveryId }
export type HookFilter = {
  repository?: string | undefined
  source?: HookSource | undefined
  outcome?: HookOutcome | undefined
  after: HookPosition | null
  limit: number
}

const { news, sender: _, ...columns } = getTableColumns(hookDeliveries)
const SHOWN = { ...columns, canRedeliver: sql<boolean>`${news} is not null` }

/** Newest first. What is in a delivery stays where it is: messages and addresses of people. */
export function listHookDeliveries(db: Queryable, filter: HookFilter): Promise<HookDelivery[]> {
  const { repository, source, outcome, after, limit } = filter
  return db
    .select(SHOWN)
    .from(hookDeliveries)
    .where(
      and(
        repository === undefined ? undefined : eq(hookDeliveries.repository, repository),
        source === undefined ? undefined : eq(hookDeliveries.source, source),
        outcome === undefined ? undefined : eq(hookDeliveries.outcome, outcome),
        after === null
          ? undefined
          : sql`(${hookDeliveries.receivedAt}, ${hookDeliveries.id}) < (${after.receivedAt.toString()}, ${after.id})`,
      ),
    )
    .orderBy(desc(hookDeliveries.receivedAt), desc(hookDeliveries.id))
    .limit(limit)
}

export async function getHookDelivery(db: Queryable, id: HookDeliveryId): Promise<HookDelivery> {
  const [row] = await db.select(SHOWN).from(hookDeliveries).where(eq(hookDeliveries.id, id))
  if (!row) throw new NotFound("hook delivery")
  return row
}

/** What a delivery said that was processed; null where it is not, or no more. */
export async function findHookNews(db: Queryable, id: HookDeliveryId): Promise<{ news: unknown } | null> {
  const [row] = await db
    .select({ news: hookDeliveries.news })
    .from(hookDeliveries)
    .where(and(eq(hookDeliveries.id, id), eq(hookDeliveries.outcome, "processed")))
  return row ?? null
}
