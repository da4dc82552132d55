import type { IncomingMessage, ServerResponse } from "node:http"
import { cacheControlOf } from "./answer-headers.ts"
import { chooseEncoding, type Encoding } from "./content-encoding.ts"
import { isKnownToClient } from "./entity-tag.ts"
import { isOurHost } from "./host-guard.ts"
import { type PublishedAnswer, tagIn } from "./published-answer.ts"
import type { PublishedSite } from "./published-site.ts"
import { pathOf } from "./request-path.ts"

type Deps = { site: Pick<PublishedSite, "again">; always: readonly (readonly [string, string])[]; publicUrl: URL }

/** What stands at the top of an answer in one encoding, ready to be written: of 200, and of 304. */
type Heads = { tag: string; full: string[]; confirming: string[] }

type Packed = { body: Buffer; heads: Heads }

/**
 * Answers what was published at this address before and is published still: byte for byte what the whole way through would
 * give, at a third of its price. False where there is no such thing, and nothing was done.
 */
export function openAgain({ site, always, publicUrl }: Deps): (request: IncomingMessage, response: ServerResponse) => boolean {
  // They go with the answers.
  const written = new WeakMap<PublishedAnswer, Map<Encoding | null, Heads>>()

  return (request, response) => {
    const answer = answerTo(request)
    const found = answer === null ? null : packedFor(answer, request.headers["accept-encoding"])
    if (found === null) return false
    send({ request, response }, found)
    return true
  }

  function answerTo({ method, url, headers }: IncomingMessage): PublishedAnswer | null {
    if (method !== "GET" && method !== "HEAD") return null
    const answer = site.again(pathOf(url).path)
    return answer !== null && isOurHost(headers.host, publicUrl) ? answer : null
  }

  function packedFor(answer: PublishedAnswer, accepted: string | undefined): Packed | null {
    const encoding = answer.isEncodable ? chooseEncoding(accepted) : null
    const body = encoding === null ? answer.body : answer.packed.get(encoding)
    return body === undefined ? null : { body, heads: headsOf(answer, encoding, body.length) }
  }

  function headsOf(answer: PublishedAnswer, encoding: Encoding | null, length: number): Heads {
    const ofAnswer = written.get(answer) ?? new Map<Encoding | null, Heads>()
    written.set(answer, ofAnswer)
    const found = ofAnswer.get(encoding) ?? write(answer, encoding, length)
    ofAnswer.set(encoding, found)
    return found
  }

  /** In the order in which they are set on the whole way: a client cannot tell which one its answer took. */
  function write(answer: PublishedAnswer, encoding: Encoding | null, length: number): Heads {
    const tag = tagIn(answer, encoding)
    const confirming = [
      "ETag",
      tag,
      "Cache-Control",
      cacheControlOf("published"),
      ...(answer.isEncodable ? ["Vary", "Accept-Encoding"] : []),
    ]
    const told = [
      "Content-Type",
      answer.type,
      ...(encoding === null ? [] : ["Content-Encoding", encoding]),
      "Content-Length",
      String(length),
    ]
    return { tag, confirming, full: [...always.flat(), ...confirming, ...told] }
  }
}

function send({ request, response }: { request: IncomingMessage; response: ServerResponse }, { body, heads }: Packed): void {
  if (isKnownToClient(request.headers["if-none-match"], heads.tag)) response.writeHead(304, heads.confirming).end()
  else response.writeHead(200, heads.full).end(request.method === "HEAD" ? undefined : body)
}
