import { cacheControlOf } from "./answer-headers.ts"
import type { Exchange } from "./exchange.ts"
import type { QuestionRoute } from "./route-table.ts"
import { notAllowed, sendNotice, UNAVAILABLE } from "./send-notice.ts"
import { sendBytes } from "./send-published.ts"
import { stripScripts } from "./strip-scripts.ts"

const READING = ["GET", "HEAD"]
/** Longer than any question of a person; a search takes less of it. */
const QUESTION_CHARACTERS = 1000

/** A page for what one visitor asks. Nothing else of the address, and no header, is told to what makes it. */
export async function answerQuestion(exchange: Exchange, route: QuestionRoute): Promise<void> {
  const { request, response, asked, site, dev } = exchange
  if (!READING.includes(request.method ?? "")) return sendNotice(exchange, notAllowed(READING))
  const question = (new URLSearchParams(asked.query).get(route.asks) ?? "").slice(0, QUESTION_CHARACTERS)
  const query = new URLSearchParams({ [route.asks]: question })
  const page = await site.make((revision) => `${route.page}/${revision}?${query}`)
  if (page === null) return sendNotice(exchange, UNAVAILABLE)
  response.setHeader("Content-Type", "text/html; charset=utf-8")
  response.setHeader("Cache-Control", cacheControlOf("never"))
  response.setHeader("X-Robots-Tag", "noindex")
  sendBytes(exchange, { status: 200, body: dev === "built" ? Buffer.from(stripScripts(page.toString())) : page })
}
