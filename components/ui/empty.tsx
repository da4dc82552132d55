import type { ReactNode } from "react"

/** Where nothing is yet: what will be here, and the one step that brings it. */
export function Empty({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="empty">
      <strong>{title}</strong>
      {children}
    </div>
  )
}
