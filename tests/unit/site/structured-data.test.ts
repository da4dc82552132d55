import { describe, expect, test } from "vitest"
import { articleFactsOf, entryFactsOf, siteFactsOf } from "#lib/site/structured-data.ts"

const ABOUT = { name: "Acme news", publicUrl: new URL("https://news.acme.example") }
const DOCUMENT = {
  ...{ publicId: "Ab_-9", locale: "en", title: "Search </script> that forgives", slug: "search", tags: ["api"] },
  body: "![a list](/shots/list.png)\n\nIt forgives your typos.",
  publishedAt: Temporal.Instant.from("2026-11-20T09:00:00Z"),
  updatedAt: Temporal.Instant.from("2026-11-22T09:00:00Z"),
}

/** What somebody who reads only the facts of one kind finds. */
function factsIn(graph: Record<string, unknown>, type: string): Record<string, unknown> | undefined {
  const list = graph["@graph"] as Record<string, unknown>[]
  return list.find((facts) => facts["@type"] === type)
}

describe("the facts of", () => {
  test("the site say that it can be searched, and where", () => {
    const facts = siteFactsOf(ABOUT)
    expect(facts["@context"]).toBe("https://schema.org")
    expect(factsIn(facts, "WebSite")).toMatchObject({
      ...{ name: "Acme news", url: "https://news.acme.example/" },
      potentialAction: {
        "@type": "SearchAction",
        target: { "@type": "EntryPoint", urlTemplate: "https://news.acme.example/search?q={search_term_string}" },
        "query-input": "required name=search_term_string",
      },
    })
    expect(factsIn(facts, "Blog")).toMatchObject({ isPartOf: { "@id": factsIn(facts, "WebSite")?.["@id"] } })
  })

  test("an entry say what it is, when it came and changed, by whom, and the way to it", () => {
    const facts = entryFactsOf(DOCUMENT, ABOUT)
    const url = "https://news.acme.example/changelog/search"
    expect(factsIn(facts, "BlogPosting")).toMatchObject({
      ...{ headline: DOCUMENT.title, url, mainEntityOfPage: url, inLanguage: "en", keywords: ["api"] },
      ...{ datePublished: "2026-11-20T09:00:00Z", dateModified: "2026-11-22T09:00:00Z" },
      image: "https://news.acme.example/shots/list.png",
      description: "It forgives your typos.",
      author: { "@type": "Organization", name: "Acme news" },
      publisher: { "@type": "Organization", name: "Acme news" },
    })
    expect(factsIn(facts, "BreadcrumbList")).toEqual({
      "@type": "BreadcrumbList",
      itemListElement: [
        { "@type": "ListItem", position: 1, name: "What’s new", item: "https://news.acme.example/" },
        { "@type": "ListItem", position: 2, name: DOCUMENT.title, item: url },
      ],
    })
  })

  test("an article lead through the help to it", () => {
    const facts = articleFactsOf({ ...DOCUMENT, body: "Words.", tags: [] }, ABOUT)
    expect(factsIn(facts, "TechArticle")).toMatchObject({ url: "https://news.acme.example/help/search" })
    expect(factsIn(facts, "TechArticle")).not.toHaveProperty("image")
    expect(factsIn(facts, "BreadcrumbList")).toMatchObject({ itemListElement: [{ name: "Help" }, { name: DOCUMENT.title }] })
  })
})
