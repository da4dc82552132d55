import type { Metadata } from "next"
import type { ReactNode } from "react"
import SiteLayout from "../r/[revision]/layout.tsx"
import "./visit.css"

export const metadata: Metadata = { robots: { index: false, follow: false } }

export default function VisitLayout({ children }: { children: ReactNode }) {
  return <SiteLayout>{children}</SiteLayout>
}
