import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { positionFromText } from "#lib/site/address-book.ts"
import { listTaggedEntries } from "#lib/site/queries.ts"
import { EntryList } from "../../../../../entry-list.tsx"
import { loadTag } from "../../../../../load-tag.ts"
import { metadataOf } from "../../../../../page-metadata.ts"
import { Pager } from "../../../../../pager.tsx"

export const dynamic = "force-static"

export function generateStaticParams() {
  return []
}

type Props = { params: Promise<{ revision: string; tag: string; number: string; after: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { revision, tag: slug, number } = await params
  const { site, tag } = await loadTag(revision, slug)
  return metadataOf(site, {
    title: `${tag.names[0]}, page ${number}`,
    description: `Earlier releases about ${tag.names[0]}.`,
    path: `/tags/${slug}/page/${number}`,
  })
}

export default async function OlderTaggedEntries({ params }: Props) {
  const { revision, tag: slug, number, after } = await params
  const { site, tag } = await loadTag(revision, slug)
  const end = positionFromText(after) ?? notFound()
  const { entries, hasOlder } = await listTaggedEntries(site.publicDb, site.revision, { names: tag.names, after: end })
  return (
    <>
      <header className="opening">
        <p className="back">
          <a href={`/tags/${slug}`}>{tag.names[0]}</a>
        </p>
        <h1>Earlier</h1>
        <p className="lead">
          Page {number} of every release about {tag.names[0]}.
        </p>
      </header>
      <EntryList entries={entries} />
      <Pager page={Number(number)} hasOlder={hasOlder} base={`/tags/${slug}`} />
    </>
  )
}
