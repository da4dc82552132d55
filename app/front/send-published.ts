import { cacheControlOf } from "./answer-headers.ts"
import { chooseEncoding } from "./content-encoding.ts"
import { isKnownToClient } from "./entity-tag.ts"
import type { Exchange } from "./exchange.ts"
import { bodyIn, type PublishedAnswer, tagIn } from "./published-answer.ts"
import type { CacheClass } from "./route-table.ts"

type To = Pick<Exchange, "request" | "response">

/** Sends it in the encoding the client likes best, or only says that the client has it already. */
export async function sendPublished(to: To, { answer, cache }: { answer: PublishedAnswer; cache: CacheClass }): Promise<void> {
  const { request, response } = to
  const encoding = answer.isEncodable ? chooseEncoding(request.headers["accept-encoding"]) : null
  const tag = tagIn(answer, encoding)
  response.setHeader("ETag", tag)
  response.setHeader("Cache-Control", cacheControlOf(cache))
  if (answer.isEncodable) response.setHeader("Vary", "Accept-Encoding")
  if (cache !== "missing" && isKnownToClient(request.headers["if-none-match"], tag)) return sendBytes(to, { status: 304, body: NOTHING })
  response.setHeader("Content-Type", answer.type)
  if (encoding !== null) response.setHeader("Content-Encoding", encoding)
  const body = encoding === null ? answer.body : await bodyIn(answer, encoding)
  sendBytes(to, { status: cache === "missing" ? 404 : 200, body })
}

const NOTHING = Buffer.alloc(0)
const WITHOUT_BODY = [204, 304]

export function sendBytes({ request, response }: To, { status, body }: { status: number; body: Buffer }): void {
  if (!WITHOUT_BODY.includes(status)) response.setHeader("Content-Length", body.length)
  if (status === 304) keepWhatConfirms(response)
  response.writeHead(status)
  if (request.method === "HEAD" || WITHOUT_BODY.includes(status)) response.end()
  else response.end(body)
}

/** What a 304 may renew of the answer that the client has (RFC 9110, 15.4.5), and what its browser needs to hand that on. */
const CONFIRMING = ["etag", "cache-control", "vary", "access-control-allow-origin", "access-control-expose-headers"]

/** Everything else stands in the answer that the client has: an open page asks all day long, and a 304 is nothing but headers. */
function keepWhatConfirms(response: To["response"]): void {
  for (const name of response.getHeaderNames()) if (!CONFIRMING.includes(name)) response.removeHeader(name)
}
