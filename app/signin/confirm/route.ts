import { type NextRequest, NextResponse } from "next/server"
import { endSession } from "#lib/people/end-session.ts"
import { redeemLink } from "#lib/people/redeem-link.ts"
import { keepSession, readSignInForm, sendTo, sessionIn } from "../sign-in-request.ts"

/** Presses the button of a link's page: signs in, once. */
export async function POST(request: NextRequest): Promise<NextResponse> {
  const asked = await readSignInForm(request)
  if (asked instanceof NextResponse) return asked
  const outcome = await redeemLink(asked.deps, { text: asked.form.get("link") ?? "", browser: asked.browser })
  if (outcome.is !== "signed in") return sendTo(asked, `/signin?problem=${outcome.is.replace(" ", "-")}`)
  const before = sessionIn(asked)
  if (before !== null) await endSession(asked.deps, before)
  return keepSession(sendTo(asked, outcome.wanted), asked, outcome.session)
}
