import { cacheControlOf } from "./answer-headers.ts"
import type { Exchange } from "./exchange.ts"
import { sendBytes } from "./send-published.ts"

/** What server.ts says itself, in a sentence: it is kept by nobody. */
export type Notice = { status: number; text: string; headers?: Record<string, string> }

export function sendNotice(to: Pick<Exchange, "request" | "response">, notice: Notice): void {
  const isMachine = /^\/(?:api|ofrep)\//.test(to.request.url ?? "")
  const body = isMachine ? JSON.stringify(problemOf(notice)) : `${notice.text}\n`
  to.response.setHeader("Content-Type", isMachine ? "application/problem+json" : "text/plain; charset=utf-8")
  to.response.setHeader("Cache-Control", cacheControlOf("never"))
  for (const [name, value] of Object.entries(notice.headers ?? {})) to.response.setHeader(name, value)
  sendBytes(to, { status: notice.status, body: Buffer.from(body) })
}

const CODES: Record<number, string> = {
  400: "bad_request",
  405: "method_not_allowed",
  413: "too_large",
  421: "wrong_host",
  500: "internal",
  503: "unavailable",
}

function problemOf({ status, text }: Notice): object {
  return { type: "about:blank", status, code: CODES[status] ?? "failed", title: text, detail: text }
}

export const UNAVAILABLE: Notice = {
  status: 503,
  text: "This page cannot be shown right now. Try again in a few seconds.",
  headers: { "Retry-After": "2" },
}

export const WRONG_HOST: Notice = { status: 421, text: "There is nothing at this host name." }

export const TOO_LARGE: Notice = { status: 413, text: "The request body is too large.", headers: { Connection: "close" } }

export function notAllowed(methods: readonly string[]): Notice {
  return { status: 405, text: `This address takes ${methods.join(", ")}.`, headers: { Allow: methods.join(", ") } }
}

export function failed(id: string): Notice {
  return { status: 500, text: `Something failed on our side. Should it fail again, report it with this number: ${id}` }
}
