import type { Metadata } from "next"
import { headers } from "next/headers"
import { redirect } from "next/navigation"
import type { ReactNode } from "react"
import { wantedPage } from "#lib/people/wanted-page.ts"
import { WANTED_HEADER } from "../wanted-header.ts"
import { Frame } from "./frame.tsx"
import { signedIn } from "./signed-in.ts"
import "#components/ui/controls.css"
import "#components/ui/dialog.css"
import "#components/ui/list.css"
import "#components/ui/mark.css"
import "./workspace.css"

export const metadata: Metadata = { title: { default: "Curtain", template: "%s · Curtain" }, robots: { index: false } }

/**
 * The frame around every page. Each page asks for itself who looks; here a stranger is sent to sign in before anything is on its way,
 * a page that shows its outline first included.
 */
export default async function WorkspaceLayout({ children }: { children: ReactNode }) {
  const actor = await signedIn()
  if (actor === null) redirect(`/signin?to=${encodeURIComponent(wantedPage((await headers()).get(WANTED_HEADER)))}`)
  return (
    <div className="workspace">
      <a className="skip-to-work" href="#work">
        Skip to the page
      </a>
      <Frame actor={actor} />
      <main className="workspace-main" id="work" tabIndex={-1}>
        {children}
      </main>
    </div>
  )
}
