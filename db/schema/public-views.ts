import { bigint, boolean, integer, jsonb, pgSchema, text } from "drizzle-orm/pg-core"
import type { DocumentKind } from "../../lib/documents/document.ts"
import type { TargetingRule } from "../../lib/flags/built-in-flag.ts"
import { instant } from "./columns.ts"

/** Views of released rows: all that the restricted role can read. Their SQL is in the migrations. */
export const site = pgSchema("site")

export const publicRevision = site.view("current_revision", { revision: bigint("revision", { mode: "number" }).notNull() }).existing()

/** Every edition that is or was public. As of revision N it was live if `liveFrom <= N` and `liveUntil` is null or above N. */
export const publicEditions = site
  .view("editions", {
    publicId: text("public_id").notNull(),
    kind: text("kind").$type<DocumentKind>().notNull(),
    locale: text("locale").notNull(),
    title: text("title").notNull(),
    slug: text("slug").notNull(),
    body: text("body").notNull(),
    tags: text("tags").array().notNull(),
    hash: text("hash").notNull(),
    publishedAt: instant("published_at").notNull(),
    updatedAt: instant("updated_at").notNull(),
    liveFrom: bigint("live_from", { mode: "number" }).notNull(),
    liveUntil: bigint("live_until", { mode: "number" }),
    /** False of what was brought along from elsewhere: to be read, and told of nowhere. */
    isAnnounced: boolean("is_announced").notNull(),
  })
  .existing()

/** Built-in flags that visitors may know of, in every state they ever publicly had. */
export const publicFlagStates = site
  .view("flag_states", {
    key: text("key").notNull(),
    environment: text("environment").notNull(),
    enabled: boolean("enabled").notNull(),
    rollout: integer("rollout").notNull(),
    targeting: jsonb("targeting").$type<TargetingRule[]>().notNull(),
    liveFrom: bigint("live_from", { mode: "number" }).notNull(),
    liveUntil: bigint("live_until", { mode: "number" }),
  })
  .existing()
