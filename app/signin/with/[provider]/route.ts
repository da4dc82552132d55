import { type NextRequest, NextResponse } from "next/server"
import { wantedPage } from "#lib/people/wanted-page.ts"
import { openSignIn } from "../../open-sign-in.ts"
import { providersOf } from "../../providers.ts"
import { keepBrowser, plainAnswer, readSignInForm, sendTo } from "../../sign-in-request.ts"

/** Sends on to a provider. It takes a button of ours: a link on another site starts nothing. */
export async function POST(request: NextRequest, { params }: { params: Promise<{ provider: string }> }): Promise<NextResponse> {
  const asked = await readSignInForm(request)
  if (asked instanceof NextResponse) return asked
  const { provider } = await params
  if (!providersOf(asked.deps.settings.signIn).some(({ id }) => id === provider))
    return plainAnswer(404, "There is no such way to sign in.")
  const wanted = wantedPage(asked.form.get("to"))
  try {
    const there: string = await openSignIn({ ...asked, wanted }).signIn(provider, { redirect: false, redirectTo: wanted })
    if (there.includes("/signin?error=")) return sendTo(asked, "/signin?problem=provider")
    return keepBrowser(sendTo(asked, there), asked)
  } catch (error) {
    asked.deps.log.warn({ provider, reason: error instanceof Error ? error.message : "unknown" }, "a provider cannot be asked")
    return sendTo(asked, "/signin?problem=provider")
  }
}
