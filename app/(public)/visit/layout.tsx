import type { Metadata } from "next"
import type { ReactNode } from "react"
import { SiteFrame } from "../r/[revision]/site-frame.tsx"
import { loadBrandNow } from "./load-brand.ts"
import "./visit.css"

// Whose site it is, is known when somebody asks.
export const dynamic = "force-dynamic"

export async function generateMetadata(): Promise<Metadata> {
  const { name } = await loadBrandNow()
  return { title: { template: `%s · ${name}`, default: name }, robots: { index: false, follow: false } }
}

export default async function VisitLayout({ children }: { children: ReactNode }) {
  return <SiteFrame brand={await loadBrandNow()}>{children}</SiteFrame>
}
