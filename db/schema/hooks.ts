import { sql } from "drizzle-orm"
import { index, integer, jsonb, pgTable, text, unique } from "drizzle-orm/pg-core"
import { HOOK_OUTCOMES, HOOK_SOURCES, type HookOutcome, type HookSource } from "../../lib/hooks/hook-delivery.ts"
import type { HookSender } from "../../lib/hooks/hook-sender.ts"
import type { HookDeliveryId } from "../../lib/kernel/ids.ts"
import { must, oneOf } from "./check.ts"
import { id, instant } from "./columns.ts"

/** Everything that came in through a hook: what it was, what came of it, and why nothing did. */
export const hookDeliveries = pgTable(
  "hook_deliveries",
  {
    id: id<HookDeliveryId>("id").primaryKey(),
    source: text("source").$type<HookSource>().notNull(),
    /** The sender's own id of the delivery, the same when it is sent again. */
    deliveryId: text("delivery_id").notNull(),
    event: text("event").notNull(),
    repository: text("repository"),
    outcome: text("outcome").$type<HookOutcome>().notNull(),
    /** Why it was ignored or has failed; what came of it where it was processed. */
    reason: text("reason"),
    /** What it says, in our words; null where it says nothing to us. */
    news: jsonb("news"),
    sender: jsonb("sender").$type<HookSender>().notNull(),
    attempts: integer("attempts").notNull().default(0),
    receivedAt: instant("received_at").notNull().default(sql`now()`),
    settledAt: instant("settled_at"),
  },
  (table) => [
    unique("hook_deliveries_told").on(table.source, table.deliveryId),
    oneOf("hook_deliveries_source", table.source, HOOK_SOURCES),
    oneOf("hook_deliveries_outcome", table.outcome, HOOK_OUTCOMES),
    must("hook_deliveries_settled", sql`(${table.outcome} = 'received') = (${table.settledAt} is null)`),
    index("hook_deliveries_newest").on(table.receivedAt, table.id),
    index("hook_deliveries_repository").on(table.repository, table.receivedAt, table.id),
  ],
)
