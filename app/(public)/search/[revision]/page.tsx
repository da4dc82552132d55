import type { Metadata } from "next"
import { listHits } from "#lib/site/queries.ts"
import { excerptOf, HITS, type Hit, LONGEST_QUESTION, marked, wordsOf } from "#lib/site/search.ts"
import { Day } from "../../r/[revision]/day.tsx"
import { SearchForm } from "../../r/[revision]/search-form.tsx"
import { siteAt } from "../../r/[revision]/site-at.ts"
import { Marked } from "./marked.tsx"

export const dynamic = "force-dynamic"

type Props = { params: Promise<{ revision: string }>; searchParams: Promise<{ q?: string | string[] }> }

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const [{ brand }, question] = [await siteAt((await params).revision), await questionIn(searchParams)]
  return { title: question === "" ? `Search · ${brand.name}` : `${question} · Search · ${brand.name}` }
}

export default async function Search({ params, searchParams }: Props) {
  const [{ publicDb, revision }, question] = [await siteAt((await params).revision), await questionIn(searchParams)]
  const hits = wordsOf(question).length === 0 ? [] : await listHits(publicDb, revision, question)
  return (
    <>
      <header className="opening">
        <h1>Search</h1>
        <SearchForm question={question} />
      </header>
      {question === "" ? null : <Answer question={question} hits={hits} />}
    </>
  )
}

async function questionIn(searchParams: Props["searchParams"]): Promise<string> {
  const { q } = await searchParams
  return (typeof q === "string" ? q : "").replaceAll("\0", "").toWellFormed().trim().slice(0, LONGEST_QUESTION).trim()
}

function Answer({ question, hits }: { question: string; hits: readonly Hit[] }) {
  if (hits.length === 0) return <NothingFound question={question} />
  return (
    <section className="hits" aria-labelledby="found">
      <h2 id="found" className="margin-note">
        {howMany(hits.length)}
      </h2>
      <ol>
        {hits.map((hit) => (
          <li key={hit.publicId} lang={hit.locale}>
            <h3 className="headline">
              <a href={hit.kind === "entry" ? `/changelog/${hit.slug}` : `/help/${hit.slug}`}>
                <Marked runs={marked(hit.title, wordsOf(question))} />
              </a>
            </h3>
            <p className="dateline">
              <span className="label">{hit.kind === "entry" ? "Release" : "Help"}</span>
              {hit.kind === "entry" ? <Day at={hit.publishedAt} /> : null}
            </p>
            <p className="excerpt">
              <Marked runs={excerptOf(hit.body, question)} />
            </p>
          </li>
        ))}
      </ol>
    </section>
  )
}

function howMany(count: number): string {
  if (count === HITS) return `The best ${HITS}`
  return count === 1 ? "1 answer" : `${count} answers`
}

function NothingFound({ question }: { question: string }) {
  return (
    <div className="nothing" role="status">
      <p className="lead">Nothing here speaks of “{question}”.</p>
      <p>
        Try fewer or other words, or look through <a href="/">what’s new</a>, the <a href="/tags">topics</a> and the{" "}
        <a href="/help">help</a>.
      </p>
    </div>
  )
}
