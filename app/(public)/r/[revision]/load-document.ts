import "server-only"
import { notFound } from "next/navigation"
import { cache } from "react"
import { findArticle, findEntry } from "#lib/site/queries.ts"
import { siteAt } from "./site-at.ts"

/** Once for the page and for its metadata. The address was found in the revision's list: it is missing only if it was withdrawn since. */
export const loadEntry = cache(async (revision: string, slug: string) => {
  const site = await siteAt(revision)
  return { site, ...((await findEntry(site.publicDb, site.revision, slug)) ?? notFound()) }
})

export const loadArticle = cache(async (revision: string, slug: string) => {
  const site = await siteAt(revision)
  return { site, article: (await findArticle(site.publicDb, site.revision, slug)) ?? notFound() }
})
