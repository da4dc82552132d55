import type { ReactNode } from "react"

/** The name of the page, a sentence that says what it is for, and the one thing that is next. */
export function PageHead({ title, children, next }: { title: string; children?: ReactNode; next?: ReactNode }) {
  return (
    <header className="page-head">
      <h1>{title}</h1>
      {next}
      {children === undefined ? null : <p>{children}</p>}
    </header>
  )
}
