import { renderMarkdown } from "#lib/documents/render-markdown.ts"
import { listFeedEntries } from "#lib/site/queries.ts"
import { rssFeedOf } from "#lib/site/rss-feed.ts"
import { siteAt } from "../site-at.ts"

export const dynamic = "force-static"

export function generateStaticParams() {
  return []
}

export async function GET(_: Request, { params }: { params: Promise<{ revision: string }> }): Promise<Response> {
  const { publicDb, revision, publicUrl } = await siteAt((await params).revision)
  const entries = await listFeedEntries(publicDb, revision)
  const full = await Promise.all(entries.map(async (entry) => ({ ...entry, html: await renderMarkdown(entry.body) })))
  return new Response(rssFeedOf(full, publicUrl), { headers: { "content-type": "application/rss+xml; charset=utf-8" } })
}
