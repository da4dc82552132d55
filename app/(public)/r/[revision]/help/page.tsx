import type { Metadata } from "next"
import { listArticles } from "#lib/site/queries.ts"
import { descriptionOf } from "#lib/site/reading.ts"
import { metadataOf } from "../page-metadata.ts"
import { siteAt } from "../site-at.ts"

export const dynamic = "force-static"

export function generateStaticParams() {
  return []
}

type Props = { params: Promise<{ revision: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const site = await siteAt((await params).revision)
  return metadataOf(site, { title: "Help", description: "How things work, article by article.", path: "/help" })
}

export default async function Help({ params }: Props) {
  const { publicDb, revision } = await siteAt((await params).revision)
  const articles = await listArticles(publicDb, revision)
  return (
    <>
      <header className="opening">
        <h1>Help</h1>
        <p className="lead">{articles.length === 0 ? "There are no help articles yet." : "How things work, article by article."}</p>
      </header>
      {articles.length === 0 ? (
        <p className="nothing">Articles appear here together with the release they explain.</p>
      ) : (
        <ul className="articles">
          {articles.map(({ publicId, slug, title, body, locale }) => (
            <li key={publicId} lang={locale}>
              <a href={`/help/${slug}`}>{title}</a>
              <p>{descriptionOf(body)}</p>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
