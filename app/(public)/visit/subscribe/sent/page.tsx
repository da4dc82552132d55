import type { Metadata } from "next"
import { Opening, WayHome } from "../../opening.tsx"

export const metadata: Metadata = { title: "Look into your mailbox" }

export default function SentPage() {
  return (
    <>
      <Opening title="Look into your mailbox">
        If the address can be mailed, a message is on its way to it. Press the button in there, and you are subscribed.
      </Opening>
      <p className="aside">
        Nothing after some minutes? Look among the spam, or ask once more later: only a few mails a day go to one address.
      </p>
      <WayHome />
    </>
  )
}
