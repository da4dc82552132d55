import { listSitemapDocuments } from "#lib/site/queries.ts"
import { sitemapOf } from "#lib/site/sitemap.ts"
import { siteAt } from "../site-at.ts"

export const dynamic = "force-static"

export function generateStaticParams() {
  return []
}

export async function GET(_: Request, { params }: { params: Promise<{ revision: string }> }): Promise<Response> {
  const { publicDb, revision, publicUrl } = await siteAt((await params).revision)
  const documents = await listSitemapDocuments(publicDb, revision)
  return new Response(sitemapOf(documents, publicUrl), { headers: { "content-type": "application/xml; charset=utf-8" } })
}
