import type { Metadata } from "next"
import { outlineOf } from "#lib/site/reading.ts"
import { articleFactsOf } from "#lib/site/structured-data.ts"
import { Day } from "../../day.tsx"
import { JsonLd } from "../../json-ld.tsx"
import { loadArticle } from "../../load-document.ts"
import { documentMetadataOf } from "../../page-metadata.ts"
import { Prose } from "../../prose.tsx"

export const dynamic = "force-static"

export function generateStaticParams() {
  return []
}

type Props = { params: Promise<{ revision: string; slug: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { revision, slug } = await params
  const { site, article, image } = await loadArticle(revision, slug)
  return documentMetadataOf(site, article, { path: `/help/${slug}`, image })
}

export default async function Article({ params }: Props) {
  const { revision, slug } = await params
  const { site, article } = await loadArticle(revision, slug)
  return (
    <div className="article">
      <article>
        <header className="opening">
          <p className="back">
            <a href="/help">Help</a>
          </p>
          <h1 lang={article.locale}>{article.title}</h1>
        </header>
        <Prose body={article.body} locale={article.locale} />
        <p className="last-changed">
          Last changed <Day at={article.updatedAt} />
        </p>
        <p className="all">
          <a href="/help">All help</a>
        </p>
      </article>
      <Outline body={article.body} />
      <JsonLd facts={articleFactsOf(article, { name: site.brand.name, publicUrl: site.publicUrl })} />
    </div>
  )
}

function Outline({ body }: { body: string }) {
  const outline = outlineOf(body)
  if (outline.length === 0) return null
  return (
    <nav className="on-page" aria-labelledby="on-this-page">
      <h2 id="on-this-page">On this page</h2>
      <ol>
        {outline.map(({ id, text, level }) => (
          <li key={id} className={level > 2 ? "deeper" : undefined}>
            <a href={`#${id}`}>{text}</a>
          </li>
        ))}
      </ol>
    </nav>
  )
}
