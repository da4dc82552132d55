import { listFeedEntries } from "#lib/site/queries.ts"
import { answerFeed } from "../../answer-feed.ts"
import { SITE_NAME } from "../../page-metadata.ts"
import { siteAt } from "../../site-at.ts"

export const dynamic = "force-static"

export function generateStaticParams() {
  return []
}

export async function GET(_: Request, { params }: { params: Promise<{ revision: string; format: string }> }): Promise<Response> {
  const { revision: text, format } = await params
  const { publicDb, revision, publicUrl } = await siteAt(text)
  return answerFeed({ format, entries: await listFeedEntries(publicDb, revision), about: { title: SITE_NAME, path: "/" }, publicUrl })
}
