import type { Metadata } from "next"
import type { ReactNode } from "react"
import "#components/ui/controls.css"
import "./signin.css"

export const metadata: Metadata = { title: "Sign in · Curtain", robots: { index: false }, referrer: "same-origin" }

export default function SignInLayout({ children }: { children: ReactNode }) {
  return (
    <main className="signin">
      <p className="signin-brand">Curtain</p>
      {children}
    </main>
  )
}
