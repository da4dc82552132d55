import "server-only"
import { randomBytes } from "node:crypto"
import { type NextRequest, NextResponse } from "next/server"
import { clientNetwork } from "#lib/kernel/client-network.ts"
import { SESSION_DAYS } from "#lib/people/session.ts"
import type { Runtime } from "#lib/runtime.ts"
import { isFromOurPages, ownOrigin } from "../own-origin.ts"
import { runtime } from "../runtime.ts"
import { browserCookie, sessionCookie } from "../session-cookie.ts"

/** One form of the sign-in pages, as it came. */
export type SignInRequest = {
  deps: Runtime
  request: NextRequest
  form: { get(name: string): string | null }
  /** Where the client thinks we are: answers lead back there. */
  origin: string
  network: string
  /** What the browser is known by, made now if it had nothing; `keepBrowser` tells it. */
  browser: string
}

const FORM = "application/x-www-form-urlencoded"

/** Reads a form that a page of ours sent, or refuses it: another site can neither sign somebody in as somebody else, nor out. */
export async function readSignInForm(request: NextRequest): Promise<SignInRequest | NextResponse> {
  const deps = await runtime()
  const { publicUrl } = deps.settings
  if (!isFromOurPages(request.headers, publicUrl)) return plainAnswer(403, "This was not sent by a page of this portal.")
  if (!(request.headers.get("content-type") ?? "").startsWith(FORM)) return plainAnswer(415, "This address takes a form.")
  const fields = new URLSearchParams(await request.text())
  return { ...(await readSignInRequest(request)), form: fields }
}

export async function readSignInRequest(request: NextRequest): Promise<Omit<SignInRequest, "form">> {
  const deps = await runtime()
  const { publicUrl } = deps.settings
  return {
    deps,
    request,
    origin: ownOrigin(request.headers, publicUrl),
    network: clientNetwork(request.headers.get("x-forwarded-for")),
    browser: request.cookies.get(browserCookie(publicUrl).name)?.value ?? randomBytes(32).toString("base64url"),
  }
}

/** 303: whatever was sent, the next page is read. */
export function sendTo({ origin }: Pick<SignInRequest, "origin">, path: string): NextResponse {
  return NextResponse.redirect(new URL(path, origin), { status: 303, headers: { "cache-control": "no-store" } })
}

export function plainAnswer(status: number, text: string, headers: Record<string, string> = {}): NextResponse {
  return new NextResponse(`${text}\n`, { status, headers: { "content-type": "text/plain; charset=utf-8", ...headers } })
}

/** An hour: longer than a link works, shorter than anybody could use it to follow a person. */
export function keepBrowser(response: NextResponse, { deps, browser }: Pick<SignInRequest, "deps" | "browser">): NextResponse {
  const { name, options } = browserCookie(deps.settings.publicUrl)
  response.cookies.set(name, browser, { ...options, maxAge: 3600 })
  return response
}

export function keepSession(response: NextResponse, { deps }: Pick<SignInRequest, "deps">, session: string): NextResponse {
  const { name, options } = sessionCookie(deps.settings.publicUrl)
  response.cookies.set(name, session, { ...options, maxAge: SESSION_DAYS.atMost * 24 * 3600 })
  return response
}

/** What the browser held before is ended where it is kept. */
export function sessionIn({ deps, request }: Pick<SignInRequest, "deps" | "request">): string | null {
  return request.cookies.get(sessionCookie(deps.settings.publicUrl).name)?.value ?? null
}
