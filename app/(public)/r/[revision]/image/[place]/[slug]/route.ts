import { lookOf } from "#lib/brand/brand.ts"
import { findArticle, findEntry } from "#lib/site/queries.ts"
import { readShareImage } from "#lib/site/read-share-image.ts"
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
  const image = document && (await readShareImage(site.publicDb, site.revision, { ...document, look: lookOf(site.brand) }))
  if (!image) return new Response(null, { status: 404 })
  return new Response(new Uint8Array(image.png), { headers: { "content-type": "image/png" } })
}

async function find({ publicDb, revision }: SiteAt, place: string, slug: string) {
  if (place === "help") return findArticle(publicDb, revision, slug)
  return (await findEntry(publicDb, revision, slug))?.entry ?? null
}
