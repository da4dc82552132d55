import type { IncomingHttpHeaders } from "node:http"

// What Next reads as an instruction (another rendering of the page, a revalidation, a rewrite) and what only a proxy of
// ours could say truthfully. A client says neither.
const INSTRUCTIONS =
  /^(?:rsc$|next-|x-nextjs-|x-next-|x-middleware-|x-invoke-|x-matched-path$|x-now-|x-vercel-|x-rewrite|x-prerender|x-forwarded|forwarded$|x-real-ip$|x-action|x-original-url$|x-http-method|purpose$|sec-purpose$)/

/** The connection's own business: each hop has its own. */
const HOP_BY_HOP = /^(?:connection|keep-alive|proxy-.+|te|trailer|transfer-encoding|upgrade|expect|content-length)$/

/** The headers of a client that a route handler gets to see. */
export function headersForHandlers(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const kept = Object.entries(headers).filter(([name]) => !INSTRUCTIONS.test(name) && !HOP_BY_HOP.test(name))
  return Object.fromEntries(kept)
}
