import type { Metadata } from "next"
import { Opening } from "../opening.tsx"

export const metadata: Metadata = { title: "You are unsubscribed" }

export default function UnsubscribedPage() {
  return (
    <>
      <Opening title="You are unsubscribed">No further mail about releases comes to you.</Opening>
      <ul className="ways-on">
        <li>
          <a href="/subscribe">Subscribe again</a>
        </li>
        <li>
          <a href="/">See what’s new</a>
        </li>
      </ul>
    </>
  )
}
