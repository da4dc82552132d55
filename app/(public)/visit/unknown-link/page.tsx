import type { Metadata } from "next"
import { Opening } from "../opening.tsx"

export const metadata: Metadata = { title: "This link does not work" }

export default function UnknownLinkPage() {
  return (
    <>
      <Opening title="This link does not work">
        It may have lost a part on its way here, or a newer mail has replaced it. Nothing was changed.
      </Opening>
      <ul className="ways-on">
        <li>
          <a href="/subscribe">Subscribe</a>
        </li>
        <li>
          <a href="/">See what’s new</a>
        </li>
      </ul>
    </>
  )
}
