import type { Metadata } from "next"
import { listTaggedEntries } from "#lib/site/queries.ts"
import { EntryList } from "../../entry-list.tsx"
import { loadTag } from "../../load-tag.ts"
import { metadataOf } from "../../page-metadata.ts"
import { Pager } from "../../pager.tsx"

export const dynamic = "force-static"

export function generateStaticParams() {
  return []
}

type Props = { params: Promise<{ revision: string; tag: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { revision, tag: slug } = await params
  const { site, tag } = await loadTag(revision, slug)
  const description = `What is new about ${tag.names[0]}, newest first.`
  return metadataOf(site, { title: `${tag.names[0]}`, description, path: `/tags/${slug}`, feeds: `/tags/${slug}` })
}

export default async function TaggedEntries({ params }: Props) {
  const { revision, tag: slug } = await params
  const { site, tag } = await loadTag(revision, slug)
  const { entries, hasOlder } = await listTaggedEntries(site.publicDb, site.revision, { names: tag.names, after: null })
  const base = `/tags/${slug}`
  return (
    <>
      <header className="opening">
        <p className="back">
          <a href="/tags">All topics</a>
        </p>
        <h1>{tag.names[0]}</h1>
        <p className="lead follow">
          {tag.count === 1 ? "The one release" : "Every release"} about it, newest first. Follow it by <a href={`${base}/rss.xml`}>RSS</a>.
        </p>
      </header>
      <EntryList entries={entries} />
      <Pager page={1} hasOlder={hasOlder} base={base} />
    </>
  )
}
