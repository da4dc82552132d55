import { type NextRequest, NextResponse } from "next/server"
import { endSession } from "#lib/people/end-session.ts"
import { sessionCookie } from "../../session-cookie.ts"
import { readSignInForm, sendTo, sessionIn } from "../sign-in-request.ts"

export async function POST(request: NextRequest): Promise<NextResponse> {
  const asked = await readSignInForm(request)
  if (asked instanceof NextResponse) return asked
  const session = sessionIn(asked)
  if (session !== null) await endSession(asked.deps, session)
  const response = sendTo(asked, "/signin?problem=signed-out")
  const { name, options } = sessionCookie(asked.deps.settings.publicUrl)
  response.cookies.set(name, "", { ...options, maxAge: 0 })
  return response
}
