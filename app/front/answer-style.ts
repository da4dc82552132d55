import { styleAt } from "#lib/brand/brand-style.ts"
import { answerMissing } from "./answer-visitor.ts"
import type { Exchange } from "./exchange.ts"
import { publish } from "./published-answer.ts"
import { notAllowed, sendNotice } from "./send-notice.ts"
import { sendPublished } from "./send-published.ts"

const READING = ["GET", "HEAD"]

/** Worked out from its name alone, in less time than finding it would take: nothing is kept, so nobody can fill what is. */
export async function answerStyle(exchange: Exchange, params: readonly string[]): Promise<void> {
  if (!READING.includes(exchange.request.method ?? "")) return sendNotice(exchange, notAllowed(READING))
  const style = styleAt(params)
  if (style === null) return answerMissing(exchange)
  await sendPublished(exchange, { answer: publish("text/css; charset=utf-8", Buffer.from(style)), cache: "built" })
}
