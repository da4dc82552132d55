import { generateAtomFeed, generateJsonFeed, generateRssFeed } from "feedsmith"
import { type Brand, leadOf } from "../brand/brand.ts"
import { publicAddress, withAbsoluteLinks } from "./public-address.ts"
import { descriptionOf } from "./reading.ts"
import type { ReleasedDocument } from "./released-document.ts"
import { withoutControls } from "./xml.ts"

export type FeedEntry = ReleasedDocument & { html: string }

/** `about` is the page that the feed follows: all entries, or those of one tag. */
export type Feed = { entries: readonly FeedEntry[]; about: { title: string; path: string }; brand: Brand; publicUrl: URL }

/** Every kind of feed: its file name, its media type, and what makes it. */
export const FEED_FORMATS = {
  rss: { file: "rss.xml", type: "application/rss+xml", make: rssFeedOf },
  atom: { file: "atom.xml", type: "application/atom+xml", make: atomFeedOf },
  json: { file: "feed.json", type: "application/feed+json", make: jsonFeedOf },
} as const

export type FeedFormat = keyof typeof FEED_FORMATS

export function isFeedFormat(text: string): text is FeedFormat {
  return text in FEED_FORMATS
}

/** The latest entries in full. Every date is a released one, so the same revision gives the same bytes at any time. */
export function rssFeedOf(feed: Feed): string {
  const newest = newestOf(feed)
  return generateRssFeed({
    title: inCdata(feed.about.title),
    link: publicAddress(feed.publicUrl, feed.about.path),
    description: inCdata(leadOf(feed.brand)),
    language: "en",
    ...(newest === null ? {} : { lastBuildDate: newest }),
    atom: { links: [{ href: addressOf(feed, "rss"), rel: "self", type: FEED_FORMATS.rss.type }] },
    items: feed.entries.map((entry) => rssItemOf(entry, feed.publicUrl)),
  })
}

function rssItemOf(entry: FeedEntry, publicUrl: URL) {
  const { publicId, title, body, tags, publishedAt, updatedAt } = entry
  return {
    title: inCdata(title),
    link: pageOf(entry, publicUrl),
    description: inCdata(descriptionOf(body)),
    // The document itself: a new slug or a new wording is the same item to a reader.
    guid: { value: publicId, isPermaLink: false },
    pubDate: publishedAt.toString(),
    categories: tags.map((name) => ({ name: inCdata(name) })),
    atom: { updated: updatedAt.toString() },
    content: { encoded: inCdata(htmlOf(entry, publicUrl)) },
  }
}

/** RFC 4287. A feed with no entry was never updated, and the protocol wants a date: the oldest there can be. */
export function atomFeedOf(feed: Feed): string {
  const { about, brand, entries, publicUrl } = feed
  const page = publicAddress(publicUrl, about.path)
  return generateAtomFeed({
    id: page,
    title: { value: withoutControls(about.title) },
    subtitle: { value: withoutControls(leadOf(brand)) },
    updated: newestOf(feed) ?? "1970-01-01T00:00:00Z",
    authors: [{ name: withoutControls(brand.name) }],
    links: [
      { href: addressOf(feed, "atom"), rel: "self", type: FEED_FORMATS.atom.type },
      { href: page, rel: "alternate", type: "text/html" },
    ],
    entries: entries.map((entry) => atomEntryOf(entry, publicUrl)),
  })
}

function atomEntryOf(entry: FeedEntry, publicUrl: URL) {
  return {
    // A tag URI (RFC 4151): an identity that is no address, so that none of ours may move it.
    id: `tag:${publicUrl.hostname},2026:${entry.publicId}`,
    title: { value: withoutControls(entry.title) },
    links: [{ href: pageOf(entry, publicUrl), rel: "alternate", type: "text/html" }],
    published: entry.publishedAt.toString(),
    updated: entry.updatedAt.toString(),
    categories: entry.tags.map((tag) => ({ term: withoutControls(tag) })),
    summary: { value: withoutControls(descriptionOf(entry.body)) },
    content: { type: "html", value: withoutControls(htmlOf(entry, publicUrl)) },
  }
}

/** JSON Feed 1.1. */
export function jsonFeedOf(feed: Feed): string {
  const { about, brand, entries, publicUrl } = feed
  const told = generateJsonFeed({
    title: about.title,
    home_page_url: publicAddress(publicUrl, about.path),
    feed_url: addressOf(feed, "json"),
    description: leadOf(brand),
    authors: [{ name: brand.name }],
    language: "en",
    items: entries.map((entry) => ({
      id: entry.publicId,
      url: pageOf(entry, publicUrl),
      title: entry.title.toWellFormed(),
      content_html: htmlOf(entry, publicUrl),
      summary: descriptionOf(entry.body),
      date_published: entry.publishedAt.toString(),
      date_modified: entry.updatedAt.toString(),
      tags: entry.tags,
      language: entry.locale,
    })),
  })
  // The encoder leaves out a list with nothing in it, which the format does not allow for this one.
  return JSON.stringify(Object.assign({ items: [] }, told))
}

function addressOf({ about, publicUrl }: Feed, format: FeedFormat): string {
  return publicAddress(publicUrl, `${about.path === "/" ? "" : about.path}/${FEED_FORMATS[format].file}`)
}

function pageOf({ slug }: FeedEntry, publicUrl: URL): string {
  return publicAddress(publicUrl, `/changelog/${slug}`)
}

function htmlOf(entry: FeedEntry, publicUrl: URL): string {
  return withAbsoluteLinks(entry.html, publicUrl, pageOf(entry, publicUrl))
}

function newestOf({ entries }: Feed): string | null {
  const dates = entries.map(({ updatedAt }) => updatedAt.toString()).sort()
  return dates.at(-1) ?? null
}

/** Nothing in a text may end the section that holds it. */
function inCdata(text: string): string {
  return withoutControls(text).replaceAll("]]>", "]]&gt;")
}
