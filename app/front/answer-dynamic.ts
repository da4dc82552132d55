import { withinMs } from "#lib/kernel/within.ts"
import { isFromOurPages, ownOrigin } from "../own-origin.ts"
import { hasSessionCookie } from "../session-cookie.ts"
import { WANTED_HEADER } from "../wanted-header.ts"
import { cacheControlOf } from "./answer-headers.ts"
import { askNext, type Question, type Reply } from "./ask-next.ts"
import { headersForHandlers, headersForWorkspace, isForPages } from "./client-headers.ts"
import type { Exchange } from "./exchange.ts"
import { leaveUnread, readBody } from "./read-body.ts"
import { queryForHandlers, queryForWorkspace } from "./request-path.ts"
import type { DynamicRoute } from "./route-table.ts"
import { type Notice, notAllowed, sendNotice, TOO_LARGE } from "./send-notice.ts"
import { sendBytes } from "./send-published.ts"
import { newNonce, workspacePolicy } from "./workspace-policy.ts"

const HANDLED = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"]

const READING = ["GET", "HEAD"]

/** Longer than any call that a handler may wait for, so that what arrives here hangs. */
const HANDLING_MS = 60_000

/** Asks a route handler, with a body that is complete and within its limit. */
export async function answerDynamic(exchange: Exchange, route: DynamicRoute): Promise<void> {
  const { request, response } = exchange
  const refusal = refusalOf(exchange, route)
  if (refusal !== null) return sendNotice(exchange, refusal)
  const read = await readBody(request, route.bodyLimitBytes, () => {
    if (request.headers.expect !== undefined) response.writeContinue()
  })
  if (read.is === "gone") return
  if (read.is === "too large") return refuseBody(exchange)
  // HEAD is GET without the body, and its length is that of the body.
  const method = request.method === "HEAD" ? "GET" : (request.method ?? "GET")
  const way = route.shown === undefined ? OF_HANDLERS : OF_PAGES
  const question = { method, ...way.asked(exchange, route), body: read.body }
  const reply = await withinMs(HANDLING_MS, askNext(exchange.handle, question))
  if (reply.status >= 500 && !isProblem(reply.headers)) throw new Error(`the handler failed: ${reply.status}`)
  for (const [name, value] of way.told(reply.headers)) response.setHeader(name, value)
  sendBytes(exchange, reply)
}

/** What Next would fail on, or complain of: a fault of ours would be an alarm that anybody can ring. Null: it may be asked. */
function refusalOf({ request, publicUrl }: Exchange, route: DynamicRoute): Notice | null {
  if (!HANDLED.includes(request.method ?? "")) return notAllowed(HANDLED)
  if (route.shown !== "in the workspace" || request.method === "GET" || request.method === "HEAD") return null
  if (!isForPages(request)) return notAllowed(READING)
  return isFromOurPages(headersOf(request), publicUrl) ? null : ELSEWHERE
}

const ELSEWHERE: Notice = { status: 403, text: "This was not sent by a page of this portal, so nothing was done." }

function headersOf({ headers }: Exchange["request"]) {
  return { get: (name: string) => (headers[name] === undefined ? null : String(headers[name])) }
}

function askedOfHandler(exchange: Exchange): Pick<Question, "path" | "headers"> {
  const { asked, request } = exchange
  return {
    path: `${asked.path}${queryForHandlers(asked.query)}`,
    headers: { ...headersForHandlers(request.headers), ...addedByUs(exchange) },
  }
}

/** Next takes the nonce of its scripts from the policy in the request; the answer carries the same one. */
function askedOfPage(exchange: Exchange, route: DynamicRoute): Pick<Question, "path" | "headers"> {
  const { asked, request, response, formTargets, publicUrl, dev } = exchange
  const policy = dev === "built" ? { "content-security-policy": workspacePolicy(newNonce(), formTargets) } : {}
  for (const [name, value] of Object.entries(policy)) response.setHeader(name, value)
  // Only pages that somebody has signed in to lead on by Next's own code: to everybody else it is a page, asked for as one. An action
  // may come after the session has ended, and says so itself.
  const isInside = route.shown === "in the workspace" && (request.method === "POST" || hasSessionCookie(request.headers.cookie, publicUrl))
  return {
    path: `${asked.path}${isInside ? queryForWorkspace(asked.query) : queryForHandlers(asked.query)}`,
    headers: {
      ...(isInside ? headersForWorkspace(request.headers, request.method) : headersForHandlers(request.headers)),
      ...addedByUs(exchange),
      ...policy,
      [WANTED_HEADER]: asked.path,
    },
  }
}

/** What a proxy would add: handlers learn who asks from us, never from a header that a client sent. */
function addedByUs({ request, clientAddress, publicUrl }: Exchange): NodeJS.Dict<string | string[]> {
  return {
    "x-forwarded-for": clientAddress,
    "x-forwarded-host": new URL(ownOrigin(headersOf(request), publicUrl)).host,
    "x-forwarded-proto": publicUrl.protocol.slice(0, -1),
  }
}

function isProblem(headers: Reply["headers"]): boolean {
  return String(headers["content-type"]).includes("json")
}

const OF_THE_CONNECTION = /^(?:x-powered-by$|connection$|keep-alive$|transfer-encoding$|date$|content-length$)/

/** Next's own code reads the headers that it wrote. What the team sees, nobody keeps. */
function headersForTeam(headers: Reply["headers"]): [string, string | string[]][] {
  const told = { ...headers, "cache-control": "private, no-store", "x-robots-tag": "noindex" }
  return Object.entries(told).filter(([name]) => !OF_THE_CONNECTION.test(name))
}

const KEPT_FROM_CLIENTS = /^(?:x-nextjs-|x-powered-by$|connection$|keep-alive$|transfer-encoding$|date$|content-length$)/
const NEXT_VARIES = /^(?:rsc|next-.*)$/i

function headersForClients(headers: Reply["headers"]): [string, string | string[]][] {
  const told = Object.entries({ "cache-control": cacheControlOf("never"), ...headers }).filter(([name]) => !KEPT_FROM_CLIENTS.test(name))
  return told
    .map(([name, value]): [string, string | string[]] => [name, name === "vary" ? withoutNext(value) : value])
    .filter(([, value]) => value !== "")
}

function withoutNext(vary: string | string[]): string {
  const names = [vary]
    .flat()
    .join(",")
    .split(",")
    .map((name) => name.trim())
  return names.filter((name) => !NEXT_VARIES.test(name)).join(", ")
}

type Way = {
  asked(exchange: Exchange, route: DynamicRoute): Pick<Question, "path" | "headers">
  told(headers: Reply["headers"]): [string, string | string[]][]
}
const OF_HANDLERS: Way = { asked: askedOfHandler, told: headersForClients }
const OF_PAGES: Way = { asked: askedOfPage, told: headersForTeam }

function refuseBody({ request, response }: Exchange): void {
  sendNotice({ request, response }, TOO_LARGE)
  leaveUnread(request)
}
