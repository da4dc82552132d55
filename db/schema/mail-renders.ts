import { sql } from "drizzle-orm"
import { index, pgTable, text, unique } from "drizzle-orm/pg-core"
import type { EditionId, LaunchId, MailRenderId } from "../../lib/kernel/ids.ts"
import { must } from "./check.ts"
import { id, instant } from "./columns.ts"
import { editions } from "./documents.ts"
import { launches } from "./launches.ts"

/**
 * What a launch mails, rendered once per locale with marks where a recipient's own words go. Frozen when the launch begins, like
 * the editions; a trigger refuses every change, so that a batch sends the same bytes however often it is tried.
 */
export const mailRenders = pgTable(
  "mail_renders",
  {
    id: id<MailRenderId>("id").primaryKey(),
    launchId: id<LaunchId>("launch_id")
      .notNull()
      .references(() => launches.id),
    editionId: id<EditionId>("edition_id")
      .notNull()
      .references(() => editions.id),
    locale: text("locale").notNull(),
    subject: text("subject").notNull(),
    html: text("html").notNull(),
    text: text("text").notNull(),
    /** The value of List-Id, and the domain of every Message-ID: settings may change while batches are under way. */
    listId: text("list_id").notNull(),
    messageDomain: text("message_domain").notNull(),
    /** Over subject, html, text and the two above, as hex. */
    sha256: text("sha256").notNull(),
    renderedAt: instant("rendered_at").notNull().default(sql`now()`),
  },
  (table) => [
    unique("mail_renders_locale").on(table.launchId, table.locale),
    index("mail_renders_edition").on(table.editionId),
    must("mail_renders_hash", sql`${table.sha256} ~ '^[0-9a-f]{64}$'`),
  ],
)
