import type { Metadata } from "next"
import { SHARE_IMAGE } from "#lib/brand/share-image.ts"
import { FEED_FORMATS } from "#lib/site/feeds.ts"
import { publicAddress } from "#lib/site/public-address.ts"
import { descriptionOf } from "#lib/site/reading.ts"
import type { ReleasedDocument } from "#lib/site/released-document.ts"
import type { SiteAt } from "./site-at.ts"

/** Whose page it is, and where the site is. */
type Of = Pick<SiteAt, "publicUrl" | "brand">

/** `feeds`: below which path the feeds that follow this page are; those of all entries where it says nothing. */
type Described = { title: string; description: string; path: string; feeds?: string }

/** What the head of every page says. `title` alone on the home page, whose title is the site's. */
export function metadataOf({ publicUrl, brand }: Of, { title, description, path, feeds = "" }: Described): Metadata {
  const url = publicAddress(publicUrl, path)
  return {
    title: path === "/" ? title : `${title} · ${brand.name}`,
    description,
    alternates: { canonical: url, types: feedsBelow({ publicUrl, brand }, feeds) },
    openGraph: { type: "website", siteName: brand.name, title, description, url },
    twitter: { card: "summary", title, description },
  }
}

function feedsBelow({ publicUrl, brand }: Of, path: string) {
  const formats = Object.values(FEED_FORMATS)
  return Object.fromEntries(
    formats.map(({ type, file }) => [type, [{ url: publicAddress(publicUrl, `${path}/${file}`), title: brand.name }]]),
  )
}

/** `image` is the page's picture of itself, if it has one. */
type Told = { path: string; image: { sha256: string } | null }

export function documentMetadataOf(site: Of, document: ReleasedDocument, { path, image }: Told): Metadata {
  const described = metadataOf(site, { title: document.title, description: descriptionOf(document.body), path })
  const times = { publishedTime: document.publishedAt.toString(), modifiedTime: document.updatedAt.toString(), tags: document.tags }
  const picture = image === null ? {} : { images: [pictureOf(site, document, `${path}.png?${image.sha256.slice(0, 12)}`)] }
  return {
    ...described,
    alternates: {
      ...described.alternates,
      types: { ...described.alternates?.types, "text/markdown": publicAddress(site.publicUrl, `${path}.md`) },
    },
    openGraph: { ...described.openGraph, type: "article", ...times, ...picture },
    twitter: { ...described.twitter, card: image === null ? "summary" : "summary_large_image", ...picture },
  }
}

/** What follows the mark is for those who keep a picture by its address: a new one is another. The server does without. */
function pictureOf({ publicUrl, brand }: Of, { title }: ReleasedDocument, path: string) {
  return { url: publicAddress(publicUrl, path), ...SHARE_IMAGE, type: "image/png", alt: `${title} · ${brand.name}` }
}
