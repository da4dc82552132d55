import { publicAddress, withAbsoluteLinks } from "./public-address.ts"
import type { NewsItem } from "./released-document.ts"

type Told = NewsItem & { html: string }

/** What the widget shows in somebody else's page: every link of it leads back here. */
export function newsOf(items: readonly Told[], publicUrl: URL) {
  return items.map(({ publicId, kind, title, slug, html, tags, publishedAt }) => {
    const url = kind === "entry" ? publicAddress(publicUrl, `/changelog/${slug}`) : null
    const absolute = withAbsoluteLinks(html, publicUrl, url ?? publicAddress(publicUrl, "/"))
    return { id: publicId, kind, title, html: absolute, url, publishedAt: publishedAt.toString(), tags }
  })
}

/** How many came after the revision that a reader saw last. Who saw none yet has not seen any of them. */
export function countUnread(items: readonly Pick<NewsItem, "firstLive">[], seen: number | null): number {
  return seen === null ? items.length : items.filter(({ firstLive }) => firstLive > seen).length
}
