import Link from "next/link"
import type { ReactNode } from "react"
import { PageHead } from "#components/ui/page-head.tsx"

const PAGES = [
  { href: "/workspace/audience", name: "Subscribers" },
  { href: "/workspace/audience/segments", name: "Segments" },
  { href: "/workspace/audience/suppressions", name: "Suppressions" },
] as const

/** The head that the pages of the audience share, and the way between them. */
export function AudienceHead({ here, next, children }: { here: (typeof PAGES)[number]["name"]; next?: ReactNode; children: ReactNode }) {
  return (
    <>
      <PageHead title="Audience" next={next}>
        {children}
      </PageHead>
      <nav className="tabs" aria-label="Audience">
        {PAGES.map(({ href, name }) => (
          <Link key={href} href={href} prefetch={false} aria-current={name === here ? "page" : undefined}>
            {name}
          </Link>
        ))}
      </nav>
    </>
  )
}
