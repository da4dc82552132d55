"use client"

import { usePathname } from "next/navigation"
import { type ReactNode, useEffect, useRef } from "react"

/** The bar of a phone; it closes once it has led somewhere. */
export function PhoneMenu({ children }: { children: ReactNode }) {
  const menu = useRef<HTMLDetailsElement>(null)
  const path = usePathname()
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the new path that closes it
  useEffect(() => {
    if (menu.current !== null) menu.current.open = false
  }, [path])
  return (
    <details ref={menu} className="workspace-bar">
      <summary>
        <span className="workspace-brand">Curtain</span>
        <span>Menu</span>
      </summary>
      <div className="sheet">{children}</div>
    </details>
  )
}
