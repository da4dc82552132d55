import { LINK_MINUTES } from "#lib/people/sign-in-link.ts"

export const dynamic = "force-dynamic"

/** Says the same to everybody: whether there is a mail, only the mailbox tells. */
export default function SentPage() {
  return (
    <>
      <h1>Look into your mail</h1>
      <p>
        If this address may sign in here, a link is on its way to it. It works for {LINK_MINUTES} minutes, once, and in this browser only.
      </p>
      <p className="quiet">
        Nothing came? Look into the spam folder, check that it is the address you were invited with, and <a href="/signin">ask again</a>.
      </p>
    </>
  )
}
