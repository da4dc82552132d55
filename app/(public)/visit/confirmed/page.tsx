import type { Metadata } from "next"
import { Opening, WayHome } from "../opening.tsx"

export const metadata: Metadata = { title: "You are subscribed" }

export default function ConfirmedPage() {
  return (
    <>
      <Opening title="You are subscribed">
        The next release comes to you. Every mail has a link to change what you get, or to leave.
      </Opening>
      <WayHome />
    </>
  )
}
