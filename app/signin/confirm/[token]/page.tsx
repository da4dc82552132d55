import { cookies } from "next/headers"
import { Button } from "#components/ui/button.tsx"
import { findLink } from "#lib/people/find-link.ts"
import { runtime } from "../../../runtime.ts"
import { browserCookie } from "../../../session-cookie.ts"
import { problemIn } from "../../problems.ts"

export const dynamic = "force-dynamic"

/** Where a mailed link leads. Reading it changes nothing, whoever reads: a mail scanner, a preview, a second look. */
export default async function ConfirmPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params
  const sent = await cookies()
  const deps = await runtime()
  const browser = sent.get(browserCookie(deps.settings.publicUrl).name)?.value ?? null
  const link = await findLink(deps, { text: token, browser })
  if (link.is !== "ready") return <Refused code={link.is.replace(" ", "-")} />
  return (
    <>
      <h1>Sign in to {deps.settings.publicUrl.host}</h1>
      <p>
        You will be signed in as <strong>{link.address}</strong>.
      </p>
      <form action="/signin/confirm" method="post">
        <input type="hidden" name="link" value={token} />
        <Button type="submit" kind="main">
          Sign in
        </Button>
      </form>
    </>
  )
}

function Refused({ code }: { code: string }) {
  return (
    <>
      <h1>This link does not work here</h1>
      <p>{problemIn(code)}</p>
      <p>
        <a href="/signin">Ask for a link</a>
      </p>
    </>
  )
}
