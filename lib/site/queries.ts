import { and, arrayOverlaps, asc, desc, eq, gt, gte, inArray, lt, lte, or, type SQL, sql } from "drizzle-orm"
import { publicEditions, publicShareImages } from "#db/schema/public-views.ts"
import type { PublicDatabase } from "#db/transaction.ts"
import { ENTRIES_PER_PAGE, type Position } from "./address-book.ts"
import { liveAsOf, shownAsOf } from "./as-of.ts"
import type { EntryInOrder, EntryPage, Neighbour, NewsItem, ReleasedDocument, Summary, TagName } from "./released-document.ts"
import { HITS, type Hit } from "./search.ts"

/** A feed reader that was away longer than this many entries finds the rest on the page. */
const FEED_ENTRIES = 50
const NEWS_ITEMS = 20
/** The most that one sitemap may hold by its protocol. */
const SITEMAP_ADDRESSES = 50_000
const HELP_ARTICLES = 1000
/** More than this is a list to look through, and that is the help itself. */
const RELATED_ARTICLES = 3

type Reader = Pick<PublicDatabase, "select" | "execute">

const NEWEST_FIRST = [desc(publicEditions.publishedAt), desc(publicEditions.publicId)]

/** A page of entries, newest first: the newest ones, or those after the entry that ends the page before. */
export async function listEntries(db: Reader, revision: number, after: Position | null): Promise<EntryPage> {
  const rows = await selectDocuments(db)
    .where(and(eq(publicEditions.kind, "entry"), shownAsOf(revision), after === null ? undefined : isOlderThan(after)))
    .orderBy(...NEWEST_FIRST)
    .limit(ENTRIES_PER_PAGE + 1)
  return { entries: rows.slice(0, ENTRIES_PER_PAGE), hasOlder: rows.length > ENTRIES_PER_PAGE }
}

/** The same of the entries that carry one of the names of a tag. */
export async function listTaggedEntries(
  db: Reader,
  revision: number,
  { names, after }: { names: readonly string[]; after: Position | null },
): Promise<EntryPage> {
  const rows = await selectDocuments(db)
    .where(and(isTagged(names), shownAsOf(revision), after === null ? undefined : isOlderThan(after)))
    .orderBy(...NEWEST_FIRST)
    .limit(ENTRIES_PER_PAGE + 1)
  return { entries: rows.slice(0, ENTRIES_PER_PAGE), hasOlder: rows.length > ENTRIES_PER_PAGE }
}

/** Every way a tag is written on the entries of the revision, the commonest first. */
export async function listTagNames(db: Reader, revision: number): Promise<TagName[]> {
  const name = sql<string>`unnest(${publicEditions.tags})`
  const rows = await db
    .select({ name, count: sql<string>`count(*)` })
    .from(publicEditions)
    .where(and(eq(publicEditions.kind, "entry"), shownAsOf(revision)))
    .groupBy(name)
    .orderBy(desc(sql`count(*)`), asc(name))
  return rows.map((row) => ({ name: row.name, count: Number(row.count) }))
}

/**
 * For feeds: of all entries, or of those that carry one of the names of a tag. What was brought along from elsewhere is in none: a
 * reader would take every one of them for new.
 */
export function listFeedEntries(db: Reader, revision: number, names: readonly string[] | null = null): Promise<ReleasedDocument[]> {
  return selectDocuments(db)
    .where(and(names === null ? eq(publicEditions.kind, "entry") : isTagged(names), publicEditions.isAnnounced, shownAsOf(revision)))
    .orderBy(...NEWEST_FIRST)
    .limit(FEED_ENTRIES)
}

export function findEntry(db: PublicDatabase, revision: number, slug: string): Promise<EntryInOrder | null> {
  return db.transaction(
    async (tx) => {
      const entry = await findDocument(tx, revision, { kind: "entry", slug })
      if (!entry) return null
      const [older, newer, help] = await Promise.all([
        findOlder(tx, revision, entry),
        findNewer(tx, revision, entry),
        listRelatedHelp(tx, revision, entry),
      ])
      return { entry, older, newer, help }
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  )
}

/** Whether a link to the document has a picture where it is shared, and of which bytes. */
export async function findShareImage(db: Reader, revision: number, of: Pick<ReleasedDocument, "publicId" | "locale"> & { look: string }) {
  const { publicId, locale, look, sha256 } = publicShareImages
  const [image] = await db
    .select({ sha256 })
    .from(publicShareImages)
    .where(and(eq(publicId, of.publicId), eq(locale, of.locale), eq(look, of.look), liveAsOf(publicShareImages, revision)))
  return image ?? null
}

export function findArticle(db: Reader, revision: number, slug: string): Promise<ReleasedDocument | null> {
  return findDocument(db, revision, { kind: "article", slug })
}

export function listArticles(db: Reader, revision: number): Promise<Summary[]> {
  return selectDocuments(db)
    .where(and(eq(publicEditions.kind, "article"), shownAsOf(revision)))
    .orderBy(asc(publicEditions.title), asc(publicEditions.publicId))
    .limit(HELP_ARTICLES)
}

/** Entries and announcements for the widget, newest first. */
export async function listNews(db: Reader, revision: number): Promise<NewsItem[]> {
  // By hand: in what is selected, drizzle writes a column without its table, and here it has to be that of the outer one.
  const firstLive = sql<string>`(
    select min(every.live_from) from site.editions every
    where every.public_id = "editions"."public_id" and every.live_from <= ${revision})`
  const rows = await db
    .select({ ...COLUMNS, kind: publicEditions.kind, firstLive })
    .from(publicEditions)
    .where(and(inArray(publicEditions.kind, ["entry", "announcement"]), publicEditions.isAnnounced, shownAsOf(revision)))
    .orderBy(...NEWEST_FIRST)
    .limit(NEWS_ITEMS)
  return rows.map((row) => ({ ...row, kind: row.kind === "entry" ? "entry" : "announcement", firstLive: Number(row.firstLive) }))
}

/** Entries and articles that answer a question, the best first. What it may find is the database's rule, in `site.search`. */
export async function listHits(db: Reader, revision: number, question: string): Promise<Hit[]> {
  const rows = await db.execute<Hit & { publicId: string; publishedAt: string }>(sql`
    select public_id as "publicId", kind, locale, title, slug, body, tags, published_at as "publishedAt"
    from site.search(${question}, ${revision}, ${HITS})`)
  return rows.map((row) => ({ ...row, publishedAt: Temporal.Instant.from(row.publishedAt) }))
}

export function listSitemapDocuments(db: Reader, revision: number) {
  return db
    .select({ kind: publicEditions.kind, slug: publicEditions.slug, tags: publicEditions.tags, updatedAt: publicEditions.updatedAt })
    .from(publicEditions)
    .where(and(inArray(publicEditions.kind, ["entry", "article"]), shownAsOf(revision)))
    .orderBy(...NEWEST_FIRST)
    .limit(SITEMAP_ADDRESSES)
}

const COLUMNS = {
  publicId: publicEditions.publicId,
  locale: publicEditions.locale,
  title: publicEditions.title,
  slug: publicEditions.slug,
  body: publicEditions.body,
  tags: publicEditions.tags,
  publishedAt: publicEditions.publishedAt,
  updatedAt: publicEditions.updatedAt,
}

function isTagged(names: readonly string[]): SQL | undefined {
  return and(eq(publicEditions.kind, "entry"), arrayOverlaps(publicEditions.tags, [...names]))
}

function selectDocuments(db: Reader) {
  return db.select(COLUMNS).from(publicEditions)
}

async function findDocument(
  db: Reader,
  revision: number,
  at: { kind: "entry" | "article"; slug: string },
): Promise<ReleasedDocument | null> {
  const [document] = await selectDocuments(db)
    .where(and(eq(publicEditions.kind, at.kind), eq(publicEditions.slug, at.slug), shownAsOf(revision)))
    .limit(1)
  return document ?? null
}

async function findOlder(db: Reader, revision: number, entry: Position): Promise<Neighbour | null> {
  const [older] = await selectNeighbour(db, revision, isOlderThan(entry))
    .orderBy(...NEWEST_FIRST)
    .limit(1)
  return older ?? null
}

async function findNewer(db: Reader, revision: number, entry: Position): Promise<Neighbour | null> {
  const [newer] = await selectNeighbour(db, revision, isNewerThan(entry))
    .orderBy(asc(publicEditions.publishedAt), asc(publicEditions.publicId))
    .limit(1)
  return newer ?? null
}

/** Articles that came with the entry, at the same moment, and then those that carry one of its tags. */
function listRelatedHelp(db: Reader, revision: number, { publishedAt, tags }: ReleasedDocument): Promise<Neighbour[]> {
  const cameWithIt = eq(publicEditions.publishedAt, publishedAt)
  const isRelated = tags.length === 0 ? cameWithIt : or(cameWithIt, arrayOverlaps(publicEditions.tags, tags))
  return db
    .select({ title: publicEditions.title, slug: publicEditions.slug })
    .from(publicEditions)
    .where(and(eq(publicEditions.kind, "article"), shownAsOf(revision), isRelated))
    .orderBy(desc(cameWithIt), ...NEWEST_FIRST)
    .limit(RELATED_ARTICLES)
}

function selectNeighbour(db: Reader, revision: number, where: SQL | undefined) {
  return db
    .select({ title: publicEditions.title, slug: publicEditions.slug })
    .from(publicEditions)
    .where(and(eq(publicEditions.kind, "entry"), shownAsOf(revision), where))
}

// The first half alone is what the index on published_at can use.
function isOlderThan({ publishedAt, publicId }: Position): SQL | undefined {
  const before = or(lt(publicEditions.publishedAt, publishedAt), lt(publicEditions.publicId, publicId))
  return and(lte(publicEditions.publishedAt, publishedAt), before)
}

function isNewerThan({ publishedAt, publicId }: Position): SQL | undefined {
  const after = or(gt(publicEditions.publishedAt, publishedAt), gt(publicEditions.publicId, publicId))
  return and(gte(publicEditions.publishedAt, publishedAt), after)
}
