import { llmsTextOf } from "#lib/site/llms-text.ts"
import { listArticles, listFeedEntries } from "#lib/site/queries.ts"
import { siteAt } from "../site-at.ts"

export const dynamic = "force-static"

export function generateStaticParams() {
  return []
}

export async function GET(_: Request, { params }: { params: Promise<{ revision: string }> }): Promise<Response> {
  const { publicDb, revision, publicUrl, brand } = await siteAt((await params).revision)
  const [entries, articles] = await Promise.all([listFeedEntries(publicDb, revision), listArticles(publicDb, revision)])
  const text = llmsTextOf({ entries, articles }, { name: brand.name, publicUrl })
  return new Response(text, { headers: { "content-type": "text/plain; charset=utf-8" } })
}
