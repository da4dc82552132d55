import type { Metadata } from "next"
import type { ReactNode } from "react"
import { Frame } from "./frame.tsx"
import { signedIn } from "./signed-in.ts"
import "#components/ui/controls.css"
import "#components/ui/dialog.css"
import "#components/ui/mark.css"
import "./workspace.css"

export const metadata: Metadata = { title: { default: "Curtain", template: "%s · Curtain" }, robots: { index: false } }

/** The frame around every page. It shows who is here and guards nothing: each page asks for itself. */
export default async function WorkspaceLayout({ children }: { children: ReactNode }) {
  const actor = await signedIn()
  return (
    <div className="workspace">
      <a className="skip-to-work" href="#work">
        Skip to the page
      </a>
      {actor === null ? null : <Frame actor={actor} />}
      <main className="workspace-main" id="work" tabIndex={-1}>
        {children}
      </main>
    </div>
  )
}
