import { unreachable } from "#lib/kernel/unreachable.ts"
import { cacheControlOf } from "./answer-headers.ts"
import type { Exchange } from "./exchange.ts"
import type { Found } from "./published-site.ts"
import type { StaticRoute } from "./route-table.ts"
import { notAllowed, sendNotice, UNAVAILABLE } from "./send-notice.ts"
import { sendPublished } from "./send-published.ts"

export async function answerVisitor(exchange: Exchange, route: StaticRoute, params: readonly string[]): Promise<void> {
  if (!route.methods.includes(exchange.request.method ?? "")) return sendNotice(exchange, notAllowed(route.methods))
  await sendFound(exchange, await exchange.site.findAt(exchange.asked.path, (book) => route.place(params, book)))
}

/** The same bytes for everything that is not there, whether it never was, is gone, or is yet to come. */
export async function answerMissing(exchange: Exchange): Promise<void> {
  await sendFound(exchange, await exchange.site.find(() => ({ is: "missing" })))
}

const READING = ["GET", "HEAD"]

/** Styles, fonts and scripts of the build, under names that change with their content. */
export async function answerBuilt(exchange: Exchange): Promise<void> {
  if (!READING.includes(exchange.request.method ?? "")) return sendNotice(exchange, notAllowed(READING))
  const answer = await exchange.site.findBuilt(exchange.asked.path)
  if (answer === null) return answerMissing(exchange)
  await sendPublished(exchange, { answer, cache: "built" })
}

/** Scripts for pages of other origins: any may load them, also one that isolates itself from what does not say so. */
export async function answerFile(exchange: Exchange): Promise<void> {
  if (!READING.includes(exchange.request.method ?? "")) return sendNotice(exchange, notAllowed(READING))
  const answer = await exchange.site.findBuilt(exchange.asked.path)
  if (answer === null) return answerMissing(exchange)
  exchange.response.setHeader("Access-Control-Allow-Origin", "*")
  exchange.response.setHeader("Cross-Origin-Resource-Policy", "cross-origin")
  await sendPublished(exchange, { answer, cache: "published" })
}

export function answerMoved(exchange: Exchange, to: string): void {
  const headers = { Location: to, "Cache-Control": cacheControlOf("published") }
  sendNotice(exchange, { status: 301, text: `This is now at ${to}`, headers })
}

async function sendFound(exchange: Exchange, found: Found): Promise<void> {
  switch (found.is) {
    case "answer":
      return sendPublished(exchange, found)
    case "moved":
      return answerMoved(exchange, found.to)
    case "unavailable":
      return sendNotice(exchange, UNAVAILABLE)
    default:
      return unreachable(found)
  }
}
