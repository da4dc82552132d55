import { sql } from "drizzle-orm"
import { bigint, index, pgTable, text } from "drizzle-orm/pg-core"
import { must } from "./check.ts"
import { instant } from "./columns.ts"

/** How far somebody has read who is known to the product around the bell. Who that is, only the product knows: the id is kept as a hash. */
export const readers = pgTable(
  "readers",
  {
    hash: text("hash").primaryKey(),
    seen: bigint("seen", { mode: "number" }).notNull(),
    seenAt: instant("seen_at").notNull().default(sql`now()`),
  },
  (table) => [must("readers_seen", sql`${table.seen} >= 0`), index("readers_seen_at").on(table.seenAt)],
)
