/** What a list shows of a document. */
export type Summary = {
  publicId: string
  locale: string
  title: string
  slug: string
  body: string
  tags: string[]
  publishedAt: Temporal.Instant
}

/** A document as visitors see it. */
export type ReleasedDocument = Summary & { updatedAt: Temporal.Instant }

/** One way a tag is written, and how many entries carry it. */
export type TagName = { name: string; count: number }

export type EntryPage = { entries: Summary[]; hasOlder: boolean }

export type Neighbour = { title: string; slug: string }

/** An entry, the entries released just before and after it, and the articles that help with it. */
export type EntryInOrder = { entry: ReleasedDocument; older: Neighbour | null; newer: Neighbour | null; help: Neighbour[] }

/** What the widget tells of; `firstLive` is the revision that brought the document to visitors. */
export type NewsItem = ReleasedDocument & { kind: "entry" | "announcement"; firstLive: number }
