import { sql } from "drizzle-orm"
import { bigint, index, integer, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core"
import { HEADING_FONTS, type HeadingFont } from "../../lib/brand/brand.ts"
import { PICTURE_TYPES, type PictureType } from "../../lib/brand/picture.ts"
import type { BrandId, EditionId } from "../../lib/kernel/ids.ts"
import { must, oneOf } from "./check.ts"
import { bytes, id, instant } from "./columns.ts"
import { editions } from "./documents.ts"

/** Pictures that were a logo once. None is ever removed: mails that were sent show it for ever. */
export const logos = pgTable(
  "logos",
  {
    /** SHA-256 of the bytes, as hex: its address, so that it can be kept by whoever has read it. */
    hash: text("hash").primaryKey(),
    type: text("type").$type<PictureType>().notNull(),
    width: integer("width").notNull(),
    height: integer("height").notNull(),
    bytes: bytes("bytes").notNull(),
    createdAt: instant("created_at").notNull().default(sql`now()`),
  },
  (table) => [oneOf("logos_type", table.type, PICTURE_TYPES), must("logos_size", sql`octet_length(${table.bytes}) <= 524288`)],
)

/** How the site calls itself and looks, a row per change of it; before the first one it has the portal's own look. */
export const brands = pgTable(
  "brands",
  {
    id: id<BrandId>("id").primaryKey(),
    name: text("name").notNull(),
    lead: text("lead"),
    /** Six hexadecimal digits; null is the portal's own. */
    accent: text("accent"),
    headingFont: text("heading_font").$type<HeadingFont>().notNull(),
    logo: text("logo").references(() => logos.hash),
    liveFrom: bigint("live_from", { mode: "number" }).notNull(),
    liveUntil: bigint("live_until", { mode: "number" }),
    createdAt: instant("created_at").notNull().default(sql`now()`),
  },
  (table) => [
    oneOf("brands_heading_font", table.headingFont, HEADING_FONTS),
    must("brands_accent", sql`${table.accent} ~ '^[0-9a-f]{6}$'`),
    must("brands_order", sql`${table.liveUntil} > ${table.liveFrom}`),
    uniqueIndex("brands_one_live").on(sql`(true)`).where(sql`${table.liveUntil} is null`),
  ],
)

/**
 * What a link to a page looks like where it is shared. Made before the moment, when `liveFrom` is null and no visitor can tell that it is
 * there; one of a day that turned out wrong is never shown.
 */
export const shareImages = pgTable(
  "share_images",
  {
    editionId: id<EditionId>("edition_id")
      .notNull()
      .references(() => editions.id),
    /** Of the brand it is made for: `lookOf` what stands in it. */
    look: text("look").notNull(),
    /** The edition's hash it is made of. */
    hash: text("hash").notNull(),
    /** The date that stands in it, as `2026-12-01`. */
    day: text("day").notNull(),
    sha256: text("sha256").notNull(),
    png: bytes("png").notNull(),
    liveFrom: bigint("live_from", { mode: "number" }),
    createdAt: instant("created_at").notNull().default(sql`now()`),
  },
  (table) => [primaryKey({ columns: [table.editionId, table.look] }), index("share_images_look").on(table.look)],
)
