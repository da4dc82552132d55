import type { Queryable } from "#db/transaction.ts"
import { type DocumentKind, pathOf } from "../documents/document.ts"
import { linksOf } from "../documents/markdown.ts"
import { type DocumentView, listLiveSlugs } from "../documents/queries.ts"

export type LinkFindings = { deadLinks: { title: string; address: string }[]; outsideLinks: number }

type Target = { kind: DocumentKind; slug: string }
type Link = { title: string; address: string; leadsTo: "outside" | "a page of the site" | "nowhere" | Target }

/** Which links of a release's documents would be dead at the moment: to what is missing, or to something unreleased that stays so. */
export async function checkLinks(db: Queryable, documents: DocumentView[], publicUrl: URL): Promise<LinkFindings> {
  const links = documents.flatMap(({ title, body }) =>
    linksOf(body).map((address) => ({ title, address, leadsTo: leadsTo(address, publicUrl) })),
  )
  const own = new Set(documents.map((document) => pathOf(document.kind, document.slug)))
  const targets = links.flatMap((link) => (typeof link.leadsTo === "object" ? [link.leadsTo] : []))
  const live = new Set([...(await livePaths(db, targets, "entry")), ...(await livePaths(db, targets, "article"))])
  const isDead = ({ leadsTo: target }: Link) =>
    target === "nowhere" ||
    (typeof target === "object" && !own.has(pathOf(target.kind, target.slug)) && !live.has(pathOf(target.kind, target.slug)))
  return {
    deadLinks: links.filter(isDead).map(({ title, address }) => ({ title, address })),
    outsideLinks: links.filter((link) => link.leadsTo === "outside").length,
  }
}

async function livePaths(db: Queryable, targets: Target[], kind: DocumentKind): Promise<(string | null)[]> {
  const slugs = targets.filter((target) => target.kind === kind).map((target) => target.slug)
  return (await listLiveSlugs(db, kind, slugs)).map((slug) => pathOf(kind, slug))
}

const PAGES = new Set(["/", "/help", "/tags", "/search", "/rss.xml", "/atom.xml", "/feed.json", "/sitemap.xml", "/llms.txt"])

function leadsTo(address: string, publicUrl: URL): Link["leadsTo"] {
  if (address.startsWith("#")) return "a page of the site"
  if (!URL.canParse(address, publicUrl)) return "nowhere"
  const url = new URL(address, publicUrl)
  if (url.origin !== publicUrl.origin) return "outside"
  if (PAGES.has(url.pathname)) return "a page of the site"
  const entry = /^\/changelog\/([^/]+?)(?:\.md)?$/.exec(url.pathname)?.[1]
  if (entry !== undefined) return { kind: "entry", slug: entry }
  const article = /^\/help\/([^/]+?)(?:\.md)?$/.exec(url.pathname)?.[1]
  return article === undefined ? "nowhere" : { kind: "article", slug: article }
}
