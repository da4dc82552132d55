import { readFile } from "node:fs/promises"
import { cacheControlOf } from "./answer-headers.ts"
import type { Exchange } from "./exchange.ts"
import { notAllowed, sendNotice } from "./send-notice.ts"
import { sendBytes } from "./send-published.ts"

const PROGRAM = new URL("../../bin/curtain/curtain.mjs", import.meta.url)
const READING = ["GET", "HEAD"]

/** The command as it stands in the checkout; it says nothing of this portal. */
export async function answerProgram(exchange: Exchange): Promise<void> {
  if (!READING.includes(exchange.request.method ?? "")) return sendNotice(exchange, notAllowed(READING))
  const body = await readFile(PROGRAM)
  exchange.response.setHeader("Content-Type", "text/javascript; charset=utf-8")
  exchange.response.setHeader("Cache-Control", cacheControlOf("published"))
  sendBytes(exchange, { status: 200, body })
}
