import { listFeedEntries } from "#lib/site/queries.ts"
import { answerFeed } from "../../answer-feed.ts"
import { siteAt } from "../../site-at.ts"

export const dynamic = "force-static"

export function generateStaticParams() {
  return []
}

export async function GET(_: Request, { params }: { params: Promise<{ revision: string; format: string }> }): Promise<Response> {
  const { revision: text, format } = await params
  const { publicDb, revision, publicUrl, brand } = await siteAt(text)
  const entries = await listFeedEntries(publicDb, revision)
  return answerFeed({ format, entries, about: { title: brand.name, path: "/" }, brand, publicUrl })
}
