import { type NextRequest, NextResponse } from "next/server"
import { endSession } from "#lib/people/end-session.ts"
import { wantedPage } from "#lib/people/wanted-page.ts"
import { openSignIn } from "../../open-sign-in.ts"
import { providersOf } from "../../providers.ts"
import { keepBrowser, plainAnswer, readSignInRequest, sendTo, sessionIn } from "../../sign-in-request.ts"

/** Where a provider sends people back to. The request has to fit the cookies of a sign-in that began in this browser. */
export async function GET(request: NextRequest, { params }: { params: Promise<{ provider: string }> }): Promise<NextResponse> {
  const asked = await readSignInRequest(request)
  const { provider } = await params
  if (!providersOf(asked.deps.settings.signIn).some(({ id }) => id === provider))
    return plainAnswer(404, "There is no such way to sign in.")
  const { pathname, search } = request.nextUrl
  const here = requestAt(new URL(`${pathname}${search}`, asked.origin), request.headers)
  const response = await openSignIn({ ...asked, wanted: wantedIn(request, asked.origin) }).handlers.GET(here)
  const there = response.headers.get("location") ?? ""
  // Its own words about what went wrong are for the log.
  if (there === "" || there.includes("/signin?error=")) return sendTo(asked, "/signin?problem=provider")
  const before = sessionIn(asked)
  if (before !== null) await endSession(asked.deps, before)
  return keepBrowser(new NextResponse(null, { status: 303, headers: response.headers }), asked)
}

/** next-auth reads the address and the headers of a request, and `nextUrl`; Next's own class would write 127.0.0.1 as localhost. */
function requestAt(url: URL, headers: Headers): NextRequest {
  return Object.assign(new Request(url, { headers }), { nextUrl: url }) as NextRequest
}

/** next-auth keeps the page that was wanted in a cookie of its own. */
function wantedIn(request: NextRequest, origin: string): string {
  const kept = request.cookies.getAll().find(({ name }) => name.endsWith("authjs.callback-url"))?.value ?? ""
  return wantedPage(kept.startsWith(`${origin}/`) ? kept.slice(origin.length) : null)
}
