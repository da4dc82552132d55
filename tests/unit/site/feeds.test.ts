import { parseFeed } from "@rowanmanning/feed-parser"
import fc from "fast-check"
import { parseRssFeed } from "feedsmith"
import { describe, expect, test } from "vitest"
import { UNBRANDED } from "#lib/brand/brand.ts"
import { renderMarkdown } from "#lib/documents/render-markdown.ts"
import { atomFeedOf, type FeedEntry, jsonFeedOf, rssFeedOf as rssOf } from "#lib/site/feeds.ts"
import { llmsTextOf } from "#lib/site/llms-text.ts"
import { markdownTwinOf } from "#lib/site/markdown-twin.ts"
import { publicAddress, withAbsoluteLinks } from "#lib/site/public-address.ts"
import { sitemapOf } from "#lib/site/sitemap.ts"
import { tagSlugOf, tagsOf } from "#lib/site/tag.ts"
import { escapeXml, withoutControls } from "#lib/site/xml.ts"

const PUBLIC = new URL("https://news.acme.example")

type ReadItem = { id: string | null; url: string | null; title: string | null; content: string | null }

/** As another program reads it: none of ours, nor the one that wrote it. */
function readBack(text: string): { url: string | null; items: ReadItem[] } {
  if (!text.startsWith("{")) return parseFeed(text)
  const { home_page_url: url, items } = JSON.parse(text)
  return { url, items: items.map((item: ReadItem & { content_html: string }) => ({ ...item, content: item.content_html })) }
}

const feedOf = (entries: FeedEntry[], path = "/") => ({ entries, about: { title: "Changelog", path }, brand: UNBRANDED, publicUrl: PUBLIC })
const rssFeedOf = (entries: FeedEntry[], _publicUrl: URL) => rssOf(feedOf(entries))

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

describe("each kind of feed", () => {
  const KINDS = [
    ["RSS", rssOf, "Ab_-9"],
    ["Atom", atomFeedOf, "tag:news.acme.example,2026:Ab_-9"],
    ["JSON Feed", jsonFeedOf, "Ab_-9"],
  ] as const

  test.each(KINDS)("%s: an entry is the same item whatever its words and its address become", (_, make, identity) => {
    const before = readBack(make(feedOf([anEntry()])))
    const after = readBack(make(feedOf([anEntry({ title: "Better search", slug: "better-search", body: "Other words." })])))
    expect(before.items.map(({ id }) => id)).toEqual([identity])
    expect(after.items).toMatchObject([{ id: identity, title: "Better search", url: "https://news.acme.example/changelog/better-search" }])
  })

  test.each(KINDS)("%s: another reader finds 1,000 entries in it, whatever their words are", (_, make) => {
    const words = fc.sample(fc.string({ unit: "binary", maxLength: 60 }), { numRuns: 1000, seed: 7 })
    const entries = words.map((text, index) =>
      anEntry({ publicId: `id-${index}`, title: `T ${text}`, html: `<p>${index}</p>`, tags: [`t${text}`] }),
    )
    const read = readBack(make(feedOf(entries)))
    expect(read.items.map(({ id }) => id?.replace(/^tag:.*:/, ""))).toEqual(entries.map(({ publicId }) => publicId))
    expect(read.items.map(({ content }) => content)).toEqual(entries.map(({ html }) => html))
  })

  test.each(KINDS)("%s: of a tag leads to the tag's page and to itself", (kind, make) => {
    const text = make(feedOf([], "/tags/api"))
    expect(text).toContain("https://news.acme.example/tags/api/")
    expect(readBack(text)).toMatchObject({ items: [], url: "https://news.acme.example/tags/api" })
    expect(kind === "JSON Feed" ? JSON.parse(text).version : "").toBe(kind === "JSON Feed" ? "https://jsonfeed.org/version/1.1" : "")
  })
})

describe("the list for language models", () => {
  test("leads to every text in Markdown, whatever its title is", () => {
    const text = llmsTextOf({ entries: [anEntry({ title: "A [b]\n(c)" })], articles: [] }, { name: "Changelog", publicUrl: PUBLIC })
    expect(text).toContain("- [A \\[b\\] (c)](https://news.acme.example/changelog/search.md): Words.\n")
    expect(text).not.toContain("## Help")
  })
})

describe("a tag", () => {
  test.each([
    ["API", "api"],
    ["Über uns", "uber-uns"],
    ["C++", "c"],
    ["日本語", tagSlugOf("日本語")],
  ])("%s has an address that every reader can type", (name, slug) => {
    expect(tagSlugOf(name)).toBe(slug)
    expect(slug).toMatch(/^[a-z0-9-]+$/)
  })

  test("is one tag in whatever ways it is written, under the commonest of them", () => {
    const written = [
      { name: "API", count: 3 },
      { name: "Editor", count: 2 },
      { name: "api", count: 1 },
    ]
    expect(tagsOf(written)).toEqual([
      { slug: "api", names: ["API", "api"], count: 4 },
      { slug: "editor", names: ["Editor"], count: 2 },
    ])
  })
})

test("the sitemap lists each address with the day its words changed", () => {
  const updatedAt = Temporal.Instant.from("2026-11-22T10:00:00Z")
  const sitemap = sitemapOf(
    [
      { kind: "entry", slug: "search", tags: ["API", "api", "Search"], updatedAt },
      { kind: "entry", slug: "export", tags: ["api"], updatedAt: updatedAt.add({ milliseconds: 500 }) },
      { kind: "article", slug: "filters", tags: ["api"], updatedAt: Temporal.Instant.from("2026-11-20T10:00:00Z") },
    ],
    PUBLIC,
  )
  expect(sitemap.match(/<url>.*<\/url>/g)).toEqual([
    "<url><loc>https://news.acme.example/</loc><lastmod>2026-11-22T10:00:00.5Z</lastmod></url>",
    "<url><loc>https://news.acme.example/help</loc><lastmod>2026-11-20T10:00:00Z</lastmod></url>",
    "<url><loc>https://news.acme.example/tags</loc><lastmod>2026-11-22T10:00:00.5Z</lastmod></url>",
    "<url><loc>https://news.acme.example/tags/api</loc><lastmod>2026-11-22T10:00:00.5Z</lastmod></url>",
    "<url><loc>https://news.acme.example/tags/search</loc><lastmod>2026-11-22T10:00:00Z</lastmod></url>",
    "<url><loc>https://news.acme.example/changelog/search</loc><lastmod>2026-11-22T10:00:00Z</lastmod></url>",
    "<url><loc>https://news.acme.example/changelog/export</loc><lastmod>2026-11-22T10:00:00.5Z</lastmod></url>",
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
