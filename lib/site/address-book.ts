import { tagSlugOf } from "./tag.ts"

export const ENTRIES_PER_PAGE = 20

/** Where an entry stands in the order of all. */
export type Position = { publishedAt: Temporal.Instant; publicId: string }

/** The addresses of one place: each slug that leads somewhere, and the slug it leads to, which is its own for the current one. */
type Addresses = ReadonlyMap<string, string>

/** What a revision has at which address. A slug that is not in it is missing, and says nothing about why. */
export type AddressBook = {
  entries: Addresses
  articles: Addresses
  /** The entry that ends each page but the last: the second page begins after the first of these. */
  pageEnds: readonly Position[]
  /** The same for the pages of each tag that entries carry, by the tag's slug. */
  tagPageEnds: ReadonlyMap<string, readonly Position[]>
  /** The pages that have a picture of themselves to be shared with: `/changelog/{slug}`, `/help/{slug}`. */
  pictured: ReadonlySet<string>
  /** Every logo there is or was, by its address. */
  logos: ReadonlySet<string>
}

export type Pictures = { images: readonly { publicId: string; locale: string }[]; logos: readonly string[] }

export type AddressRow = Position & { kind: string; locale: string; slug: string; tags: readonly string[]; isShown: boolean }

/** Made from every edition that ever was public, the newest document first. */
export function addressBookOf(rows: readonly AddressRow[], { images, logos }: Pictures = NO_PICTURES): AddressBook {
  const shown = rows.filter((row) => row.isShown)
  const slugs = new Map(shown.map((row) => [row.publicId, row.slug]))
  const entries = shown.filter((row) => row.kind === "entry")
  return {
    entries: addressesOf("entry", rows, slugs),
    articles: addressesOf("article", rows, slugs),
    pageEnds: pageEndsOf(entries),
    tagPageEnds: tagPageEndsOf(entries),
    pictured: picturedOf(shown, images),
    logos: new Set(logos),
  }
}

const NO_PICTURES: Pictures = { images: [], logos: [] }

function picturedOf(shown: readonly AddressRow[], images: Pictures["images"]): ReadonlySet<string> {
  const known = new Set(images.map(({ publicId, locale }) => `${publicId} ${locale}`))
  const pictured = shown.filter(({ publicId, locale }) => known.has(`${publicId} ${locale}`))
  return new Set(pictured.map(({ kind, slug }) => `${kind === "entry" ? "/changelog" : "/help"}/${slug}`))
}

function pageEndsOf(entries: readonly AddressRow[]): Position[] {
  return entries.filter((_, index) => (index + 1) % ENTRIES_PER_PAGE === 0 && index + 1 < entries.length).map(positionOf)
}

function tagPageEndsOf(entries: readonly AddressRow[]): ReadonlyMap<string, readonly Position[]> {
  const tagged = Map.groupBy(
    entries.flatMap((entry) => [...new Set(entry.tags.map(tagSlugOf))].map((slug) => ({ slug, entry }))),
    ({ slug }) => slug,
  )
  return new Map([...tagged].map(([slug, uses]) => [slug, pageEndsOf(uses.map(({ entry }) => entry))]))
}

function addressesOf(kind: string, rows: readonly AddressRow[], current: ReadonlyMap<string, string>): Addresses {
  const leads = rows.flatMap((row): [string, string][] => {
    const slug = row.kind === kind ? current.get(row.publicId) : undefined
    return slug === undefined ? [] : [[row.slug, slug]]
  })
  return new Map(leads)
}

function positionOf({ publishedAt, publicId }: AddressRow): Position {
  return { publishedAt, publicId }
}

/** A position as one segment of a path, and back. */
export function positionToText({ publishedAt, publicId }: Position): string {
  return `${publishedAt.epochNanoseconds / 1000n}.${publicId}`
}

export function positionFromText(text: string): Position | null {
  const [, microseconds, publicId] = /^(\d{1,18})\.([\w-]+)$/.exec(text) ?? []
  if (microseconds === undefined || publicId === undefined) return null
  return { publishedAt: Temporal.Instant.fromEpochNanoseconds(BigInt(microseconds) * 1000n), publicId }
}
