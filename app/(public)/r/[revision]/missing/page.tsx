import type { Metadata } from "next"
import { SearchForm } from "../search-form.tsx"
import { siteAt } from "../site-at.ts"

export const dynamic = "force-static"

export function generateStaticParams() {
  return []
}

type Props = { params: Promise<{ revision: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { brand } = await siteAt((await params).revision)
  return { title: `Nothing here · ${brand.name}`, robots: { index: false } }
}

/** For every address that leads nowhere, and the same for each: whether it ever will is not for this page to say. */
export default function Missing() {
  return (
    <>
      <header className="opening">
        <h1>There is nothing at this address</h1>
        <p className="lead">The link may be mistyped, or what was here is gone.</p>
        <SearchForm />
      </header>
      <ul className="ways-on">
        <li>
          <a href="/">See what’s new</a>
        </li>
        <li>
          <a href="/tags">Look through the topics</a>
        </li>
        <li>
          <a href="/help">Find help</a>
        </li>
      </ul>
    </>
  )
}
