import type { ReactNode } from "react"
import { geist, geistMono, newsreader, newsreaderExtended } from "./fonts.ts"
import "./globals.css"

const FONTS = [newsreader, newsreaderExtended, geist, geistMono].map((font) => font.variable).join(" ")

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en" className={FONTS}>
      <body>{children}</body>
    </html>
  )
}
