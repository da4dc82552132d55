import { sql } from "drizzle-orm"
import { bigint, index, jsonb, pgTable, text, unique } from "drizzle-orm/pg-core"
import { instant } from "./columns.ts"

/** Mail of the transport `capture`: kept instead of sent, and shown in the workspace. */
export const capturedMails = pgTable(
  "captured_mails",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    /** The call's key and the mail's place in it: the same call twice is kept once. */
    key: text("key").notNull(),
    recipient: text("recipient").notNull(),
    recipientName: text("recipient_name"),
    sender: text("sender").notNull(),
    subject: text("subject").notNull(),
    html: text("html").notNull(),
    text: text("text").notNull(),
    headers: jsonb("headers").$type<Record<string, string>>().notNull(),
    tags: jsonb("tags").$type<Record<string, string>>().notNull(),
    capturedAt: instant("captured_at").notNull().default(sql`now()`),
  },
  (table) => [unique("captured_mails_key").on(table.key), index("captured_mails_recipient").on(table.recipient, table.id)],
)
