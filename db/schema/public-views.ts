import { bigint, boolean, integer, jsonb, pgSchema, text } from "drizzle-orm/pg-core"
import type { HeadingFont } from "../../lib/brand/brand.ts"
import type { PictureType } from "../../lib/brand/picture.ts"
import type { DocumentKind } from "../../lib/documents/document.ts"
import type { TargetingRule } from "../../lib/flags/built-in-flag.ts"
import { bytes, instant } from "./columns.ts"

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

/** How the site calls itself and looks, in every way it ever did. */
export const publicBrands = site
  .view("brands", {
    name: text("name").notNull(),
    lead: text("lead"),
    accent: text("accent"),
    headingFont: text("heading_font").$type<HeadingFont>().notNull(),
    logoHash: text("logo_hash"),
    logoType: text("logo_type").$type<PictureType>(),
    logoWidth: integer("logo_width"),
    logoHeight: integer("logo_height"),
    liveFrom: bigint("live_from", { mode: "number" }).notNull(),
    liveUntil: bigint("live_until", { mode: "number" }),
  })
  .existing()

/** Every logo there ever was, from the revision that showed it first. */
export const publicLogos = site
  .view("logos", {
    hash: text("hash").notNull(),
    type: text("type").$type<PictureType>().notNull(),
    bytes: bytes("bytes").notNull(),
    liveFrom: bigint("live_from", { mode: "number" }).notNull(),
  })
  .existing()

/** What a link to an edition looks like where it is shared, for each look that the site had while the edition was live. */
export const publicShareImages = site
  .view("share_images", {
    publicId: text("public_id").notNull(),
    locale: text("locale").notNull(),
    look: text("look").notNull(),
    sha256: text("sha256").notNull(),
    png: bytes("png").notNull(),
    liveFrom: bigint("live_from", { mode: "number" }).notNull(),
    liveUntil: bigint("live_until", { mode: "number" }),
  })
  .existing()
