import "server-only"
import { notFound } from "next/navigation"
import { cache } from "react"
import { listTagNames } from "#lib/site/queries.ts"
import { tagsOf } from "#lib/site/tag.ts"
import { siteAt } from "./site-at.ts"

/** Once for the page and for its metadata. Its address was found in the revision's list. */
export const loadTag = cache(async (revision: string, slug: string) => {
  const site = await siteAt(revision)
  const tags = tagsOf(await listTagNames(site.publicDb, site.revision))
  return { site, tag: tags.find((tag) => tag.slug === slug) ?? notFound() }
})
