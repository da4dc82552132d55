import type { Metadata } from "next"
import { notFound } from "next/navigation"
import { positionFromText } from "#lib/site/address-book.ts"
import { listEntries } from "#lib/site/queries.ts"
import { EntryList } from "../../../entry-list.tsx"
import { metadataOf } from "../../../page-metadata.ts"
import { Pager } from "../../../pager.tsx"
import { siteAt } from "../../../site-at.ts"

export const dynamic = "force-static"

export function generateStaticParams() {
  return []
}

type Props = { params: Promise<{ revision: string; number: string; after: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { revision, number } = await params
  const site = await siteAt(revision)
  return metadataOf(site, {
    title: `What’s new, page ${number}`,
    description: "Earlier releases, newest first.",
    path: `/page/${number}`,
  })
}

/** `after` is where the page before ends: finding this one costs the same however far back it is. */
export default async function OlderEntries({ params }: Props) {
  const { revision: text, number, after } = await params
  const { publicDb, revision } = await siteAt(text)
  const { entries, hasOlder } = await listEntries(publicDb, revision, positionFromText(after) ?? notFound())
  return (
    <>
      <header className="opening">
        <h1>Earlier</h1>
        <p className="lead">Page {number} of everything we have released, newest first.</p>
      </header>
      <EntryList entries={entries} />
      <Pager page={Number(number)} hasOlder={hasOlder} />
    </>
  )
}
