import type { Metadata } from "next"
import type { ReactNode } from "react"
import SiteLayout from "../r/[revision]/layout.tsx"
import "./search.css"

export const metadata: Metadata = { robots: { index: false } }

export default function SearchLayout({ children }: { children: ReactNode }) {
  return <SiteLayout>{children}</SiteLayout>
}
