import type { Metadata } from "next"
import { publicAddress } from "#lib/site/public-address.ts"
import { descriptionOf } from "#lib/site/reading.ts"
import type { Neighbour } from "#lib/site/released-document.ts"
import { Dateline } from "../../day.tsx"
import { JsonLd } from "../../json-ld.tsx"
import { loadEntry } from "../../load-document.ts"
import { documentMetadataOf } from "../../page-metadata.ts"
import { Prose } from "../../prose.tsx"

export const dynamic = "force-static"

export function generateStaticParams() {
  return []
}

type Props = { params: Promise<{ revision: string; slug: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { revision, slug } = await params
  const { site, entry } = await loadEntry(revision, slug)
  return documentMetadataOf(site.publicUrl, entry, `/changelog/${slug}`)
}

export default async function Entry({ params }: Props) {
  const { revision, slug } = await params
  const { site, entry, older, newer } = await loadEntry(revision, slug)
  return (
    <article className="entry">
      <header className="opening">
        <h1 lang={entry.locale}>{entry.title}</h1>
        <Dateline at={entry.publishedAt} tags={entry.tags} />
      </header>
      <Prose body={entry.body} locale={entry.locale} />
      <nav className="next-steps" aria-label="More releases">
        <Step to={newer} name="Next release" />
        <Step to={older} name="Release before" />
        <p className="all">
          <a href="/">Everything that’s new</a>
        </p>
      </nav>
      <JsonLd
        facts={{
          "@type": "BlogPosting",
          headline: entry.title,
          description: descriptionOf(entry.body),
          datePublished: entry.publishedAt.toString(),
          dateModified: entry.updatedAt.toString(),
          url: publicAddress(site.publicUrl, `/changelog/${slug}`),
          keywords: entry.tags,
        }}
      />
    </article>
  )
}

function Step({ to, name }: { to: Neighbour | null; name: string }) {
  if (to === null) return null
  return (
    <p>
      <span className="step-name">{name}</span>
      <a href={`/changelog/${to.slug}`}>{to.title}</a>
    </p>
  )
}
