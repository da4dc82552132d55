import type { ReactNode } from "react"
import { type Brand, isDrawnName, logoPathOf, shownSizeOf } from "#lib/brand/brand.ts"
import { stylePathOf } from "#lib/brand/brand-style.ts"
import "./site.css"
import "./lists.css"
import "./prose.css"
import "./code.css"
import "./next-steps.css"
import "./print.css"

/** What stands around every page that visitors see: whose it is, the ways through it, and how to follow it. */
export function SiteFrame({ brand, children }: { brand: Brand; children: ReactNode }) {
  const style = stylePathOf(brand)
  return (
    <>
      {style === null ? null : <link rel="stylesheet" href={style} precedence="brand" />}
      <a className="skip-link" href="#content">
        Skip to the content
      </a>
      <header className="masthead">
        <a className="wordmark" href="/">
          <Wordmark brand={brand} />
        </a>
        <nav aria-label="Site">
          <a href="/tags">Topics</a>
          <a href="/help">Help</a>
          <a href="/search">Search</a>
        </nav>
      </header>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
      <footer className="colophon">
        <p>
          Every release is announced here the moment it is there. Follow along by <a href="/subscribe">mail</a>, <a href="/rss.xml">RSS</a>,{" "}
          <a href="/atom.xml">Atom</a> or <a href="/feed.json">JSON Feed</a>.
        </p>
      </footer>
    </>
  )
}

function Wordmark({ brand: { name, logo } }: { brand: Brand }) {
  if (logo === null) return name
  const isNamed = isDrawnName(logo)
  return (
    <>
      <img src={logoPathOf(logo)} alt={isNamed ? name : ""} {...shownSizeOf(logo, LOGO_LINE)} />
      {isNamed ? null : name}
    </>
  )
}

/** Pixels: as high as the line that the name is written in. */
const LOGO_LINE = 32
