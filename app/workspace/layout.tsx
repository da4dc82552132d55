import type { Metadata } from "next"
import { cookies, headers } from "next/headers"
import { redirect } from "next/navigation"
import type { ReactNode } from "react"
import { wantedPage } from "#lib/people/wanted-page.ts"
import { WANTED_HEADER } from "../wanted-header.ts"
import { Frame, linksFor } from "./frame.tsx"
import { actsFor } from "./palette/acts.ts"
import { Shell } from "./shell/shell.tsx"
import { THEME_COOKIE, themeIn } from "./shell/theme.ts"
import { signedIn } from "./signed-in.ts"
import "#components/ui/controls.css"
import "#components/ui/dialog.css"
import "#components/ui/list.css"
import "#components/ui/mark.css"
import "./palette/palette.css"
import "./workspace.css"

export const metadata: Metadata = { title: { default: "Curtain", template: "%s · Curtain" }, robots: { index: false } }

/**
 * The frame around every page. Each page asks for itself who looks; here a stranger is sent to sign in before anything is on its way,
 * a page that shows its outline first included.
 */
export default async function WorkspaceLayout({ children }: { children: ReactNode }) {
  const actor = await signedIn()
  if (actor === null) redirect(`/signin?to=${encodeURIComponent(wantedPage((await headers()).get(WANTED_HEADER)))}`)
  const theme = themeIn((await cookies()).get(THEME_COOKIE)?.value)
  return (
    <div className="workspace" data-theme={theme}>
      <a className="skip-to-work" href="#work">
        Skip to the page
      </a>
      <Frame actor={actor} theme={theme} />
      <main className="workspace-main" id="work" tabIndex={-1}>
        {children}
      </main>
      <Shell person={actor.id} links={linksFor(actor)} acts={actsFor(actor)} />
    </div>
  )
}
