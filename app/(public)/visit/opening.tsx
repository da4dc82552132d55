import type { ReactNode } from "react"

/** What this page says first; most of these pages say nothing more. */
export function Opening({ title, children }: { title: string; children: ReactNode }) {
  return (
    <header className="opening">
      <h1>{title}</h1>
      <p className="lead">{children}</p>
    </header>
  )
}

export function WayHome() {
  return (
    <ul className="ways-on">
      <li>
        <a href="/">See what’s new</a>
      </li>
    </ul>
  )
}
