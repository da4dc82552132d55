import { generateRssFeed } from "feedsmith"
import { publicAddress, withAbsoluteLinks } from "./public-address.ts"
import { descriptionOf } from "./reading.ts"
import type { ReleasedDocument } from "./released-document.ts"
import { withoutControls } from "./xml.ts"

export type FeedEntry = ReleasedDocument & { html: string }

/** The latest entries in full. Every date is a released one, so the same revision gives the same bytes at any time. */
export function rssFeedOf(entries: readonly FeedEntry[], publicUrl: URL): string {
  const newest = entries
    .map((entry) => entry.updatedAt.toString())
    .sort()
    .at(-1)
  return generateRssFeed({
    title: "Changelog",
    link: publicAddress(publicUrl, "/"),
    description: "What is new, newest first.",
    language: "en",
    ...(newest === undefined ? {} : { lastBuildDate: newest }),
    atom: { links: [{ href: publicAddress(publicUrl, "/rss.xml"), rel: "self", type: "application/rss+xml" }] },
    items: entries.map((entry) => itemOf(entry, publicUrl)),
  })
}

function itemOf({ publicId, title, slug, body, html, tags, publishedAt, updatedAt }: FeedEntry, publicUrl: URL) {
  const address = publicAddress(publicUrl, `/changelog/${slug}`)
  return {
    title: inCdata(title),
    link: address,
    description: inCdata(descriptionOf(body)),
    // The document itself: a new slug or a new wording is the same item to a reader.
    guid: { value: publicId, isPermaLink: false },
    pubDate: publishedAt.toString(),
    categories: tags.map((name) => ({ name: inCdata(name) })),
    atom: { updated: updatedAt.toString() },
    content: { encoded: inCdata(withAbsoluteLinks(html, publicUrl, address)) },
  }
}

/** Nothing in a text may end the section that holds it. */
function inCdata(text: string): string {
  return withoutControls(text).replaceAll("]]>", "]]&gt;")
}
