import type { Metadata } from "next"
import { entryFactsOf } from "#lib/site/structured-data.ts"
import { Dateline } from "../../day.tsx"
import { JsonLd } from "../../json-ld.tsx"
import { loadEntry } from "../../load-document.ts"
import { NextSteps } from "../../next-steps.tsx"
import { documentMetadataOf } from "../../page-metadata.ts"
import { Prose } from "../../prose.tsx"

export const dynamic = "force-static"

export function generateStaticParams() {
  return []
}

type Props = { params: Promise<{ revision: string; slug: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { revision, slug } = await params
  const { site, entry, image } = await loadEntry(revision, slug)
  return documentMetadataOf(site, entry, { path: `/changelog/${slug}`, image })
}

export default async function Entry({ params }: Props) {
  const { revision, slug } = await params
  const { site, entry, older, newer, help } = await loadEntry(revision, slug)
  return (
    <article className="entry">
      <header className="opening">
        <h1 lang={entry.locale}>{entry.title}</h1>
        <Dateline at={entry.publishedAt} tags={entry.tags} />
      </header>
      <Prose body={entry.body} locale={entry.locale} />
      <NextSteps older={older} newer={newer} help={help} />
      <JsonLd facts={entryFactsOf(entry, { name: site.brand.name, publicUrl: site.publicUrl })} />
    </article>
  )
}
