import { listFeedEntries } from "#lib/site/queries.ts"
import { answerFeed } from "../../../../answer-feed.ts"
import { loadTag } from "../../../../load-tag.ts"

export const dynamic = "force-static"

export function generateStaticParams() {
  return []
}

type Params = { revision: string; tag: string; format: string }

export async function GET(_: Request, { params }: { params: Promise<Params> }): Promise<Response> {
  const { revision, tag: slug, format } = await params
  const { site, tag } = await loadTag(revision, slug)
  const entries = await listFeedEntries(site.publicDb, site.revision, tag.names)
  const about = { title: `${site.brand.name}: ${tag.names[0]}`, path: `/tags/${slug}` }
  return answerFeed({ format, entries, about, brand: site.brand, publicUrl: site.publicUrl })
}
