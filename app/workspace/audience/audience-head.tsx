import type { ReactNode } from "react"
import { PageHead } from "#components/ui/page-head.tsx"
import { Tabs } from "#components/ui/tabs.tsx"

const PAGES = [
  { href: "/workspace/audience", name: "Subscribers" },
  { href: "/workspace/audience/segments", name: "Segments" },
  { href: "/workspace/audience/suppressions", name: "Suppressions" },
] as const

/** The head that the pages of the audience share, and the way between them. */
export function AudienceHead({ here, next, children }: { here: (typeof PAGES)[number]["href"]; next?: ReactNode; children: ReactNode }) {
  return (
    <>
      <PageHead title="Audience" next={next}>
        {children}
      </PageHead>
      <Tabs label="Audience" tabs={PAGES} here={here} />
    </>
  )
}
