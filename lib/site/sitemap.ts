import { publicAddress } from "./public-address.ts"
import { escapeXml } from "./xml.ts"

type Listed = { kind: string; slug: string; updatedAt: Temporal.Instant }

/** Changes only when what visitors see changes: every date comes from something released. */
export function sitemapOf(documents: readonly Listed[], publicUrl: URL): string {
  const newest = documents
    .map((document) => document.updatedAt.toString())
    .sort()
    .at(-1)
  const addresses = [
    urlOf(publicAddress(publicUrl, "/"), newest),
    ...(documents.some(({ kind }) => kind === "article") ? [urlOf(publicAddress(publicUrl, "/help"), undefined)] : []),
    ...documents.map(({ kind, slug, updatedAt }) =>
      urlOf(publicAddress(publicUrl, `/${kind === "entry" ? "changelog" : "help"}/${slug}`), updatedAt.toString()),
    ),
  ]
  return `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
${addresses.join("\n")}
</urlset>
`
}

function urlOf(address: string, lastModified: string | undefined): string {
  const modified = lastModified === undefined ? "" : `<lastmod>${lastModified}</lastmod>`
  return `  <url><loc>${escapeXml(address)}</loc>${modified}</url>`
}
