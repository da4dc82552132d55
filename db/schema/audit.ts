import { sql } from "drizzle-orm"
import { bigint, index, jsonb, pgTable, text } from "drizzle-orm/pg-core"
import type { AuditRecordId } from "../../lib/kernel/ids.ts"
import { id, instant } from "./columns.ts"

/** Insert only: a trigger refuses everything else. */
export const auditRecords = pgTable(
  "audit_records",
  {
    id: id<AuditRecordId>("id").primaryKey(),
    at: instant("at").notNull(),
    action: text("action").notNull(),
    actorKind: text("actor_kind").notNull(),
    actorId: text("actor_id"),
    actorName: text("actor_name").notNull(),
    subjectKind: text("subject_kind").notNull(),
    subjectId: text("subject_id").notNull(),
    detail: jsonb("detail").$type<Record<string, unknown>>().notNull(),
    hash: text("hash").notNull(),
  },
  (table) => [index("audit_records_subject").on(table.subjectKind, table.subjectId, table.id)],
)

/** Records that wait for their place in the chain; written with them, taken away by the sealer. */
export const auditUnsealed = pgTable("audit_unsealed", {
  recordId: id<AuditRecordId>("record_id")
    .primaryKey()
    .references(() => auditRecords.id),
})

/** The chain: each link names the one before it. Insert only. */
export const auditSeals = pgTable("audit_seals", {
  sequence: bigint("sequence", { mode: "number" }).primaryKey(),
  recordId: id<AuditRecordId>("record_id")
    .notNull()
    .unique()
    .references(() => auditRecords.id),
  chain: text("chain").notNull(),
  sealedAt: instant("sealed_at").notNull().default(sql`now()`),
})
