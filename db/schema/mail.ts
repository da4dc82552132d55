import { sql } from "drizzle-orm"
import { bigint, boolean, index, jsonb, pgTable, text, unique } from "drizzle-orm/pg-core"
import { must } from "./check.ts"
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

/** Who release mails come from, in words: one row, or none before anybody said so. The address is the operator's, `MAIL_FROM`. */
export const mailSender = pgTable(
  "mail_sender",
  {
    singleton: boolean("singleton").primaryKey().default(true),
    name: text("name").notNull(),
    postalAddress: text("postal_address").notNull(),
    updatedAt: instant("updated_at").notNull().default(sql`now()`),
  },
  (table) => [must("mail_sender_one_row", sql`${table.singleton}`)],
)
