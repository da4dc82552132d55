import { markdownTwinOf } from "#lib/site/markdown-twin.ts"
import { publicAddress } from "#lib/site/public-address.ts"
import { findArticle, findEntry } from "#lib/site/queries.ts"
import { type SiteAt, siteAt } from "../../../site-at.ts"

export const dynamic = "force-static"

export function generateStaticParams() {
  return []
}

type Params = { revision: string; place: string; slug: string }

export async function GET(_: Request, { params }: { params: Promise<Params> }): Promise<Response> {
  const { revision, place, slug } = await params
  const site = await siteAt(revision)
  const document = await find(site, place, slug)
  if (!document) return new Response(null, { status: 404 })
  const twin = markdownTwinOf(document, publicAddress(site.publicUrl, `/${place}/${slug}`))
  return new Response(twin, { headers: { "content-type": "text/markdown; charset=utf-8" } })
}

async function find({ publicDb, revision }: SiteAt, place: string, slug: string) {
  if (place === "help") return findArticle(publicDb, revision, slug)
  return (await findEntry(publicDb, revision, slug))?.entry ?? null
}
