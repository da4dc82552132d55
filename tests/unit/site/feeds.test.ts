import fc from "fast-check"
import { parseRssFeed } from "feedsmith"
import { describe, expect, test } from "vitest"
import { renderMarkdown } from "#lib/documents/render-markdown.ts"
import { markdownTwinOf } from "#lib/site/markdown-twin.ts"
import { publicAddress, withAbsoluteLinks } from "#lib/site/public-address.ts"
import { type FeedEntry, rssFeedOf } from "#lib/site/rss-feed.ts"
import { sitemapOf } from "#lib/site/sitemap.ts"
import { escapeXml, withoutControls } from "#lib/site/xml.ts"

const PUBLIC = new URL("https://news.acme.example")

function anEntry(changes: Partial<FeedEntry> = {}): FeedEntry {
  const at = Temporal.Instant.from("2026-11-20T09:00:00.123456Z")
  return {
    publicId: "Ab_-9",
    locale: "en",
    title: "Search",
    slug: "search",
    body: "Words.",
    html: "<p>Words.</p>",
    tags: ["api"],
    publishedAt: at,
    updatedAt: at,
    ...changes,
  }
}

describe("the feed", () => {
  test("tells of an entry in full, under an identity that no edit touches", () => {
    const updatedAt = Temporal.Instant.from("2026-11-22T10:00:00Z")
    const [item] = parseRssFeed(rssFeedOf([anEntry({ updatedAt })], PUBLIC)).items ?? []
    expect(item).toMatchObject({
      title: "Search",
      link: "https://news.acme.example/changelog/search",
      guid: { value: "Ab_-9", isPermaLink: false },
      pubDate: "Fri, 20 Nov 2026 09:00:00 GMT",
      categories: [{ name: "api" }],
      content: { encoded: "<p>Words.</p>" },
    })
    expect(rssFeedOf([anEntry({ updatedAt })], PUBLIC)).toContain("<atom:updated>2026-11-22T10:00:00")
  })

  test("is built when its newest entry was, not when somebody asks", () => {
    const entries = ["2026-11-01T00:00:00Z", "2026-11-05T00:00:00Z"].map((at) => anEntry({ updatedAt: Temporal.Instant.from(at) }))
    expect(parseRssFeed(rssFeedOf(entries, PUBLIC)).lastBuildDate).toBe("Thu, 05 Nov 2026 00:00:00 GMT")
    expect(rssFeedOf(entries, PUBLIC)).toBe(rssFeedOf(entries, PUBLIC))
    expect(rssFeedOf([], PUBLIC)).not.toContain("lastBuildDate")
  })

  test("leads back to the site from every link and picture in a text", async () => {
    const html = await renderMarkdown("# Top\n\n[a](/help/a) [b](#top) ![c](/c.png) [d](https://acme.example/d)")
    const [item] = parseRssFeed(rssFeedOf([anEntry({ html })], PUBLIC)).items ?? []
    for (const address of [
      'href="https://news.acme.example/help/a"',
      'href="https://news.acme.example/changelog/search#s-top"',
      'src="https://news.acme.example/c.png"',
      'href="https://acme.example/d"',
    ]) {
      expect(item?.content?.encoded).toContain(address)
    }
  })

  test("can be read whatever is written in it", async () => {
    const nasty = fc
      .array(
        fc.oneof(
          fc.constantFrom("]]>", "&", "<", "&amp;", "\u0000", "\u0008", "\u001b", "\uffff", "\ud800", "<![CDATA[", "-->"),
          fc.string({ unit: "binary" }),
        ),
      )
      .map((parts) => parts.join(""))
    await fc.assert(
      fc.asyncProperty(nasty, nasty, async (title, body) => {
        const feed = rssFeedOf([anEntry({ title: `T ${title}`, body, html: await renderMarkdown(body), tags: [`t ${title}`] })], PUBLIC)
        expect(withoutControls(feed)).toBe(feed)
        expect(feed.replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, "")).not.toMatch(/<!|\]\]>|&(?!amp;|lt;|gt;|quot;|apos;)/)
        expect(parseRssFeed(feed).items).toHaveLength(1)
      }),
      { numRuns: 100 },
    )
  }, 30_000)
})

test("the sitemap lists each address with the day its words changed", () => {
  const updatedAt = Temporal.Instant.from("2026-11-22T10:00:00Z")
  const sitemap = sitemapOf(
    [
      { kind: "entry", slug: "search", updatedAt },
      { kind: "article", slug: "filters", updatedAt: Temporal.Instant.from("2026-11-20T10:00:00Z") },
    ],
    PUBLIC,
  )
  expect(sitemap.match(/<url>.*<\/url>/g)).toEqual([
    "<url><loc>https://news.acme.example/</loc><lastmod>2026-11-22T10:00:00Z</lastmod></url>",
    "<url><loc>https://news.acme.example/help</loc></url>",
    "<url><loc>https://news.acme.example/changelog/search</loc><lastmod>2026-11-22T10:00:00Z</lastmod></url>",
    "<url><loc>https://news.acme.example/help/filters</loc><lastmod>2026-11-20T10:00:00Z</lastmod></url>",
  ])
  expect(sitemapOf([], PUBLIC)).toContain("<loc>https://news.acme.example/</loc></url>")
})

test("an entry as Markdown has its facts in front", () => {
  expect(markdownTwinOf(anEntry({ title: 'A "better" one: this' }), publicAddress(PUBLIC, "/changelog/search"))).toBe(
    '---\ntitle: "A \\"better\\" one: this"\nurl: https://news.acme.example/changelog/search\npublished: 2026-11-20T09:00:00.123456Z\nupdated: 2026-11-20T09:00:00.123456Z\ntags: ["api"]\n---\n\n# A "better" one: this\n\nWords.\n',
  )
})

test("text in XML is escaped, and what XML cannot hold is left out", () => {
  expect(escapeXml('a & b < c > d "e" \u0000\u001b\ud800\uffff\tf\n')).toBe("a &amp; b &lt; c &gt; d &quot;e&quot; \ufffd\tf\n")
})

test("links that are absolute already stay", () => {
  const html = '<a href="https://acme.example/">a</a> <a href="mailto:ada@acme.example">b</a>'
  expect(withAbsoluteLinks(html, PUBLIC, "https://news.acme.example/")).toBe(html)
})
