"use client"

import Link from "next/link"
import { usePathname } from "next/navigation"
import type { SideLink } from "./nav.ts"

export function NavList({ label, links }: { label: string; links: readonly SideLink[] }) {
  const path = usePathname()
  if (links.length === 0) return null
  return (
    <nav aria-label={label}>
      <ul className="workspace-nav">
        {links.map(({ href, name }) => (
          <li key={href}>
            <Link href={href} prefetch={false} aria-current={isHere(path, href) ? "page" : undefined}>
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}

function isHere(path: string, href: string): boolean {
  return path === href || path.startsWith(`${href}/`)
}
