import { publicAddress } from "./public-address.ts"
import { descriptionOf, leadPictureOf } from "./reading.ts"
import type { ReleasedDocument } from "./released-document.ts"

/** The site as search engines and readers by machine know it: its name, and the address that links are made from. */
type About = { name: string; publicUrl: URL }
export type Facts = Record<string, unknown>

const CONTEXT = "https://schema.org"

/** The home page: a site that can be searched, and the blog in it. */
export function siteFactsOf({ name, publicUrl }: About): Facts {
  const home = publicAddress(publicUrl, "/")
  const search = { "@type": "EntryPoint", urlTemplate: `${publicAddress(publicUrl, "/search")}?q={search_term_string}` }
  return {
    "@context": CONTEXT,
    "@graph": [
      {
        "@type": "WebSite",
        "@id": `${home}#site`,
        name,
        url: home,
        potentialAction: { "@type": "SearchAction", target: search, "query-input": "required name=search_term_string" },
      },
      { "@type": "Blog", "@id": `${home}#blog`, name, url: home, isPartOf: { "@id": `${home}#site` } },
    ],
  }
}

export function entryFactsOf(entry: ReleasedDocument, about: About): Facts {
  const trail = { name: "What’s new", path: "/" }
  const keywords = entry.tags.length === 0 ? {} : { keywords: entry.tags }
  return factsOf(
    { ...documentFactsOf("BlogPosting", entry, about), ...keywords },
    [trail, { name: entry.title, path: pathOf(entry, "changelog") }],
    about,
  )
}

export function articleFactsOf(article: ReleasedDocument, about: About): Facts {
  const trail = { name: "Help", path: "/help" }
  return factsOf(documentFactsOf("TechArticle", article, about), [trail, { name: article.title, path: pathOf(article, "help") }], about)
}

function documentFactsOf(type: "BlogPosting" | "TechArticle", document: ReleasedDocument, { name, publicUrl }: About): Facts {
  const home = publicAddress(publicUrl, "/")
  const url = publicAddress(publicUrl, pathOf(document, type === "BlogPosting" ? "changelog" : "help"))
  const picture = leadPictureOf(document.body)
  // Entries are signed by the house, not by one person of it.
  const house = { "@type": "Organization", name, url: home }
  return {
    "@type": type,
    "@id": `${url}#text`,
    headline: document.title,
    description: descriptionOf(document.body),
    datePublished: document.publishedAt.toString(),
    dateModified: document.updatedAt.toString(),
    inLanguage: document.locale,
    url,
    mainEntityOfPage: url,
    author: house,
    publisher: house,
    isPartOf: { "@id": `${home}#${type === "BlogPosting" ? "blog" : "site"}` },
    ...(picture === null ? {} : { image: publicAddress(publicUrl, picture.source) }),
  }
}

/** A text and the way to it from the top. */
function factsOf(document: Facts, trail: readonly { name: string; path: string }[], { publicUrl }: About): Facts {
  const items = trail.map(({ name, path }, index) => ({
    "@type": "ListItem",
    position: index + 1,
    name,
    item: publicAddress(publicUrl, path),
  }))
  return { "@context": CONTEXT, "@graph": [document, { "@type": "BreadcrumbList", itemListElement: items }] }
}

function pathOf({ slug }: ReleasedDocument, place: "changelog" | "help"): string {
  return `/${place}/${slug}`
}
