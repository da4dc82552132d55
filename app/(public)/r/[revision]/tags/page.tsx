import type { Metadata } from "next"
import { listTagNames } from "#lib/site/queries.ts"
import { tagsOf } from "#lib/site/tag.ts"
import { metadataOf } from "../page-metadata.ts"
import { siteAt } from "../site-at.ts"

export const dynamic = "force-static"

export function generateStaticParams() {
  return []
}

type Props = { params: Promise<{ revision: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const site = await siteAt((await params).revision)
  return metadataOf(site, { title: "Topics", description: "What our releases are about, topic by topic.", path: "/tags" })
}

export default async function Tags({ params }: Props) {
  const { publicDb, revision } = await siteAt((await params).revision)
  const tags = tagsOf(await listTagNames(publicDb, revision))
  return (
    <>
      <header className="opening">
        <h1>Topics</h1>
        <p className="lead">{tags.length === 0 ? "No release has a topic yet." : "What our releases are about."}</p>
      </header>
      {tags.length === 0 ? (
        <p className="nothing">
          Topics appear here with the releases that carry them. Until then, <a href="/">everything is on one page</a>.
        </p>
      ) : (
        <ul className="articles topics">
          {tags.map(({ slug, names, count }) => (
            <li key={slug}>
              <a href={`/tags/${slug}`}>{names[0]}</a>
              <p>{count === 1 ? "1 release" : `${count} releases`}</p>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
