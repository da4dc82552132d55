import type { Metadata } from "next"
import { leadOf } from "#lib/brand/brand.ts"
import { listEntries } from "#lib/site/queries.ts"
import { siteFactsOf } from "#lib/site/structured-data.ts"
import { EntryList } from "./entry-list.tsx"
import { JsonLd } from "./json-ld.tsx"
import { metadataOf } from "./page-metadata.ts"
import { Pager } from "./pager.tsx"
import { siteAt } from "./site-at.ts"

export const dynamic = "force-static"

export function generateStaticParams() {
  return []
}

type Props = { params: Promise<{ revision: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const site = await siteAt((await params).revision)
  return metadataOf(site, { title: site.brand.name, description: leadOf(site.brand), path: "/" })
}

export default async function Home({ params }: Props) {
  const { publicDb, revision, publicUrl, brand } = await siteAt((await params).revision)
  const { entries, hasOlder } = await listEntries(publicDb, revision, null)
  return (
    <>
      <header className="opening">
        <h1>What’s new</h1>
        {entries.length === 0 && brand.lead === null ? null : <p className="lead">{leadOf(brand)}</p>}
      </header>
      {entries.length === 0 ? <Nothing /> : <EntryList entries={entries} />}
      <Pager page={1} hasOlder={hasOlder} />
      <JsonLd facts={siteFactsOf({ name: brand.name, publicUrl })} />
    </>
  )
}

function Nothing() {
  return (
    <div className="nothing">
      <p className="lead">Nothing has been released yet.</p>
      <p>
        The first release will be announced on this page. To hear of it without coming back, <a href="/subscribe">subscribe by mail</a> or
        follow the <a href="/rss.xml">RSS feed</a>.
      </p>
    </div>
  )
}
