import type { ReactNode } from "react"
import "./site.css"
import "./lists.css"
import "./prose.css"
import "./code.css"
import "./next-steps.css"
import "./print.css"

export default function SiteLayout({ children }: { children: ReactNode }) {
  return (
    <>
      <a className="skip-link" href="#content">
        Skip to the content
      </a>
      <header className="masthead">
        <a className="wordmark" href="/">
          Changelog
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
