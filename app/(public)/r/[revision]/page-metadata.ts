import type { Metadata } from "next"
import { FEED_FORMATS } from "#lib/site/feeds.ts"
import { publicAddress } from "#lib/site/public-address.ts"
import { descriptionOf } from "#lib/site/reading.ts"
import type { ReleasedDocument } from "#lib/site/released-document.ts"

export const SITE_NAME = "Changelog"

/** `feeds`: below which path the feeds that follow this page are; those of all entries where it says nothing. */
type Described = { title: string; description: string; path: string; feeds?: string }

/** What the head of every page says. `title` alone on the home page, whose title is the site's. */
export function metadataOf(publicUrl: URL, { title, description, path, feeds = "" }: Described): Metadata {
  const url = publicAddress(publicUrl, path)
  return {
    title: title === SITE_NAME ? title : `${title} · ${SITE_NAME}`,
    description,
    alternates: { canonical: url, types: feedsBelow(publicUrl, feeds) },
    openGraph: { type: "website", siteName: SITE_NAME, title, description, url },
    twitter: { card: "summary", title, description },
  }
}

function feedsBelow(publicUrl: URL, path: string) {
  const formats = Object.values(FEED_FORMATS)
  return Object.fromEntries(
    formats.map(({ type, file }) => [type, [{ url: publicAddress(publicUrl, `${path}/${file}`), title: SITE_NAME }]]),
  )
}

export function documentMetadataOf(publicUrl: URL, document: ReleasedDocument, path: string): Metadata {
  const described = metadataOf(publicUrl, { title: document.title, description: descriptionOf(document.body), path })
  const times = { publishedTime: document.publishedAt.toString(), modifiedTime: document.updatedAt.toString(), tags: document.tags }
  return {
    ...described,
    alternates: {
      ...described.alternates,
      types: { ...described.alternates?.types, "text/markdown": publicAddress(publicUrl, `${path}.md`) },
    },
    openGraph: { ...described.openGraph, type: "article", ...times },
  }
}
