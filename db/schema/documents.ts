import { sql } from "drizzle-orm"
import { bigint, boolean, index, integer, pgTable, primaryKey, text, unique, uniqueIndex } from "drizzle-orm/pg-core"
import { DOCUMENT_KINDS, type DocumentKind } from "../../lib/documents/document.ts"
import { EDITION_STATES, type EditionState } from "../../lib/documents/edition.ts"
import type { DocumentId, EditionId, EditionVersionId, LaunchId, ReleaseId } from "../../lib/kernel/ids.ts"
import { must, oneOf } from "./check.ts"
import { id, instant, searchWords } from "./columns.ts"
import { releases } from "./releases.ts"

export const documents = pgTable(
  "documents",
  {
    id: id<DocumentId>("id").primaryKey(),
    /** The identity visitors see (a feed's guid): random, and no edit ever touches it. */
    publicId: text("public_id").notNull().unique(),
    kind: text("kind").$type<DocumentKind>().notNull(),
    releaseId: id<ReleaseId>("release_id")
      .notNull()
      .references(() => releases.id),
    /** False: brought along from before, and nobody is told of it: no feed, no count of what is unread, no mail. */
    isAnnounced: boolean("is_announced").notNull().default(true),
    createdAt: instant("created_at").notNull().default(sql`now()`),
  },
  (table) => [oneOf("documents_kind", table.kind, DOCUMENT_KINDS), index("documents_release").on(table.releaseId)],
)

export const editions = pgTable(
  "editions",
  {
    id: id<EditionId>("id").primaryKey(),
    documentId: id<DocumentId>("document_id")
      .notNull()
      .references(() => documents.id),
    locale: text("locale").notNull(),
    title: text("title").notNull(),
    slug: text("slug").notNull(),
    body: text("body").notNull(),
    tags: text("tags").array().notNull().default(sql`'{}'`),
    hash: text("hash").notNull(),
    state: text("state").$type<EditionState>().notNull(),
    /** Who wrote it last, by name; people may not approve their own words. */
    editedBy: text("edited_by").notNull(),
    approvedBy: text("approved_by"),
    approvedHash: text("approved_hash"),
    approvedAt: instant("approved_at"),
    launchId: id<LaunchId>("launch_id"),
    liveFrom: bigint("live_from", { mode: "number" }),
    liveUntil: bigint("live_until", { mode: "number" }),
    /** The moment of the document's first release, and of the words' last change: what feeds tell. */
    publishedAt: instant("published_at"),
    updatedAt: instant("updated_at"),
    withdrawnAt: instant("withdrawn_at"),
    createdAt: instant("created_at").notNull().default(sql`now()`),
    /** Whole words, and the stems of the locale's language; a word of the title counts for more. */
    words: searchWords("words").generatedAlwaysAs(
      sql`setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector(language_of(locale), title), 'A')
        || setweight(to_tsvector('simple', body), 'D') || setweight(to_tsvector(language_of(locale), body), 'C')`,
    ),
  },
  (table) => [
    oneOf("editions_state", table.state, EDITION_STATES),
    uniqueIndex("editions_one_draft").on(table.documentId, table.locale).where(sql`${table.state} in ('draft', 'in_review', 'approved')`),
    uniqueIndex("editions_one_live").on(table.documentId, table.locale).where(sql`${table.state} = 'live'`),
    must("editions_approval", sql`${table.state} <> 'approved' or ${table.approvedHash} = ${table.hash}`),
    must("editions_live", sql`(${table.state} in ('live', 'superseded', 'withdrawn')) = (${table.liveFrom} is not null)`),
    must("editions_order", sql`${table.liveUntil} > ${table.liveFrom}`),
    index("editions_document").on(table.documentId),
    index("editions_launch").on(table.launchId),
    index("editions_words").using("gin", table.words).where(sql`${table.liveFrom} is not null`),
    index("editions_public").on(table.publishedAt, table.documentId).where(sql`${table.liveFrom} is not null`),
  ],
)

/**
 * Every wording a document ever had, in the order it was written: an edition in work is rewritten in place, and nothing of it is lost.
 * Insert only: a trigger refuses everything else.
 */
export const editionVersions = pgTable(
  "edition_versions",
  {
    id: id<EditionVersionId>("id").primaryKey(),
    documentId: id<DocumentId>("document_id")
      .notNull()
      .references(() => documents.id),
    locale: text("locale").notNull(),
    /** 1 for the first words of the document in this locale. */
    number: integer("number").notNull(),
    title: text("title").notNull(),
    slug: text("slug").notNull(),
    body: text("body").notNull(),
    tags: text("tags").array().notNull().default(sql`'{}'`),
    hash: text("hash").notNull(),
    /** By name, as it was then. */
    writtenBy: text("written_by").notNull(),
    writtenAt: instant("written_at").notNull().default(sql`now()`),
  },
  (table) => [unique("edition_versions_number").on(table.documentId, table.locale, table.number)],
)

/** A slug belongs to one document for ever; only one that was never public can be given up. */
export const slugs = pgTable(
  "slugs",
  {
    place: text("place").$type<DocumentKind>().notNull(),
    slug: text("slug").notNull(),
    documentId: id<DocumentId>("document_id")
      .notNull()
      .references(() => documents.id),
    wasPublic: boolean("was_public").notNull().default(false),
  },
  (table) => [primaryKey({ columns: [table.place, table.slug] }), index("slugs_document").on(table.documentId)],
)

/** One row: the number that grows with every change of what visitors can see. */
export const siteState = pgTable("site_state", {
  singleton: boolean("singleton").primaryKey().default(true),
  revision: bigint("revision", { mode: "number" }).notNull(),
  revisedAt: instant("revised_at").notNull().default(sql`now()`),
})
