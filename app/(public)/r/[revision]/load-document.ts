import "server-only"
import { notFound } from "next/navigation"
import { cache } from "react"
import { lookOf } from "#lib/brand/brand.ts"
import { findArticle, findEntry, findShareImage } from "#lib/site/queries.ts"
import type { ReleasedDocument } from "#lib/site/released-document.ts"
import { type SiteAt, siteAt } from "./site-at.ts"

/** Once for the page and for its metadata. The address was found in the revision's list: it is missing only if it was withdrawn since. */
export const loadEntry = cache(async (revision: string, slug: string) => {
  const site = await siteAt(revision)
  const found = (await findEntry(site.publicDb, site.revision, slug)) ?? notFound()
  return { site, ...found, image: await imageOf(site, found.entry) }
})

export const loadArticle = cache(async (revision: string, slug: string) => {
  const site = await siteAt(revision)
  const article = (await findArticle(site.publicDb, site.revision, slug)) ?? notFound()
  return { site, article, image: await imageOf(site, article) }
})

function imageOf({ publicDb, revision, brand }: SiteAt, { publicId, locale }: ReleasedDocument) {
  return findShareImage(publicDb, revision, { publicId, locale, look: lookOf(brand) })
}
