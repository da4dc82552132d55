import type { ReactNode } from "react"
import { siteAt } from "./site-at.ts"
import { SiteFrame } from "./site-frame.tsx"

type Props = { children: ReactNode; params: Promise<{ revision: string }> }

export default async function SiteLayout({ children, params }: Props) {
  const { brand } = await siteAt((await params).revision)
  return <SiteFrame brand={brand}>{children}</SiteFrame>
}
