import { clientNetwork } from "#lib/kernel/client-network.ts"
import { withinMs } from "#lib/kernel/within.ts"
import type { Visit } from "../(public)/visit/visit.ts"
import { cacheControlOf } from "./answer-headers.ts"
import { askNext } from "./ask-next.ts"
import type { Exchange } from "./exchange.ts"
import { formIn } from "./form-body.ts"
import { readBody } from "./read-body.ts"
import type { FormRoute } from "./route-table.ts"
import { notAllowed, sendNotice, TOO_LARGE } from "./send-notice.ts"
import { sendBytes } from "./send-published.ts"
import { stripScripts } from "./strip-scripts.ts"

const METHODS = ["GET", "HEAD", "POST"]
/** A form of ours has a few hundred bytes. */
const BODY_BYTES = 64 * 1024
const MAKING_MS = { built: 10_000, dev: 120_000 }

/**
 * A page that is one visitor's own: the act comes first, and what it says is shown here, under the address that was asked for, so
 * that a POST of RFC 8058 is never sent on. No cookie is read or set; the token in the address is all there is.
 */
export async function answerForm(exchange: Exchange, route: FormRoute, token: string): Promise<void> {
  const { request, dev, forms } = exchange
  if (!METHODS.includes(request.method ?? "")) return sendNotice(exchange, notAllowed(METHODS))
  const read = await readBody(request, BODY_BYTES, () => {
    if (request.headers.expect !== undefined) exchange.response.writeContinue()
  })
  if (read.is === "gone") return
  if (read.is === "too large") return sendNotice(exchange, TOO_LARGE)
  const visit: Visit = {
    deps: forms,
    method: request.method === "POST" ? "POST" : "GET",
    token,
    form: await formIn(read.body, request.headers["content-type"]),
    client: clientNetwork(exchange.clientAddress),
  }
  const { status, page } = await route.act(visit)
  const made = await withinMs(
    MAKING_MS[dev],
    askNext(exchange.handle, { method: "GET", path: `/visit${page}`, headers: { host: "localhost" } }),
  )
  if (made.status !== 200) throw new Error(`a page for visitors could not be made: ${made.status}`)
  sendPage(exchange, { status, body: dev === "built" ? Buffer.from(stripScripts(made.body.toString())) : made.body })
}

/** What is in the address opens something, so no other site hears of it, and nobody keeps the page. */
function sendPage(exchange: Exchange, answer: { status: number; body: Buffer }): void {
  const { response } = exchange
  response.setHeader("Content-Type", "text/html; charset=utf-8")
  response.setHeader("Cache-Control", cacheControlOf("never"))
  response.setHeader("Referrer-Policy", "no-referrer")
  response.setHeader("X-Robots-Tag", "noindex")
  sendBytes(exchange, answer)
}
