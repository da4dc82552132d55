import { publicAddress } from "./public-address.ts"
import { tagSlugOf } from "./tag.ts"
import { escapeXml } from "./xml.ts"

type Listed = { kind: string; slug: string; tags: readonly string[]; updatedAt: Temporal.Instant }
type Address = { path: string; changed: string | undefined }

/** Changes only when what visitors see changes: every date comes from something released. */
export function sitemapOf(documents: readonly Listed[], publicUrl: URL): string {
  const entries = documents.filter(({ kind }) => kind === "entry")
  const articles = documents.filter(({ kind }) => kind === "article")
  const addresses = [
    { path: "/", changed: newestOf(documents) },
    ...listAt("/help", articles),
    ...tagsIn(entries),
    ...documents.map((document) => ({
      path: `/${document.kind === "entry" ? "changelog" : "help"}/${document.slug}`,
      changed: newestOf([document]),
    })),
  ]
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${addresses
  .slice(0, MOST_ADDRESSES)
  .map((address) => urlOf(address, publicUrl))
  .join("\n")}
</urlset>
`
}

/** By the protocol. Beyond it a crawler would refuse the whole file. */
const MOST_ADDRESSES = 50_000

/** A page that lists documents, if there are any, with the day the newest of them changed. */
function listAt(path: string, documents: readonly Listed[]): Address[] {
  return documents.length === 0 ? [] : [{ path, changed: newestOf(documents) }]
}

function tagsIn(entries: readonly Listed[]): Address[] {
  const uses = entries.flatMap((entry) => [...new Set(entry.tags.map(tagSlugOf))].map((slug) => ({ slug, entry })))
  const bySlug = [...Map.groupBy(uses, ({ slug }) => slug)].sort(([one], [other]) => (one < other ? -1 : 1))
  const tagged = uses.map(({ entry }) => entry)
  return [
    ...listAt("/tags", tagged),
    ...bySlug.flatMap(([slug, own]) =>
      listAt(
        `/tags/${slug}`,
        own.map(({ entry }) => entry),
      ),
    ),
  ]
}

function newestOf(documents: readonly Listed[]): string | undefined {
  return documents
    .map(({ updatedAt }) => updatedAt)
    .sort(Temporal.Instant.compare)
    .at(-1)
    ?.toString()
}

function urlOf({ path, changed }: Address, publicUrl: URL): string {
  const modified = changed === undefined ? "" : `<lastmod>${changed}</lastmod>`
  return `  <url><loc>${escapeXml(publicAddress(publicUrl, path))}</loc>${modified}</url>`
}
