import { listFeedEntries } from "#lib/site/queries.ts"
import { answerFeed } from "../../../../answer-feed.ts"
import { loadTag } from "../../../../load-tag.ts"
import { SITE_NAME } from "../../../../page-metadata.ts"

export const dynamic = "force-static"

export function generateStaticParams() {
  return []
}

type Params = { revision: string; tag: string; format: string }

export async function GET(_: Request, { params }: { params: Promise<Params> }): Promise<Response> {
  const { revision, tag: slug, format } = await params
  const { site, tag } = await loadTag(revision, slug)
  const entries = await listFeedEntries(site.publicDb, site.revision, tag.names)
  const about = { title: `${SITE_NAME}: ${tag.names[0]}`, path: `/tags/${slug}` }
  return answerFeed({ format, entries, about, publicUrl: site.publicUrl })
}
