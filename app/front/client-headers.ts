import type { IncomingHttpHeaders } from "node:http"

// What Next reads as an instruction (another rendering of the page, a revalidation, a rewrite) and what only a proxy of
// ours could say truthfully. A client says neither.
const INSTRUCTIONS =
  /^(?:rsc$|next-|x-nextjs-|x-next-|x-middleware-|x-invoke-|x-matched-path$|x-now-|x-vercel-|x-rewrite|x-prerender|x-forwarded|forwarded$|x-real-ip$|x-action|x-original-url$|x-http-method|purpose$|sec-purpose$)/

/** The connection's own business: each hop has its own. */
const HOP_BY_HOP = /^(?:connection|keep-alive|proxy-.+|te|trailer|transfer-encoding|upgrade|expect|content-length)$/

// With these Next's own code in a workspace page asks for the next page, or for a Server Action.
const OF_THE_WORKSPACE = /^(?:rsc|next-action|next-url|next-router-[a-z-]+)$/

/** A policy in a request is where Next takes the nonce from: it is ours to say. */
const POLICY = /^content-security-policy/

/** The headers of a client that a route handler gets to see. */
export function headersForHandlers(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return filtered(headers, (name) => !INSTRUCTIONS.test(name))
}

/** The headers of a client that a page of the workspace gets to see. */
export function headersForWorkspace(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return filtered(headers, (name) => OF_THE_WORKSPACE.test(name) || !INSTRUCTIONS.test(name))
}

function filtered(headers: IncomingHttpHeaders, mayPass: (name: string) => boolean): IncomingHttpHeaders {
  const kept = Object.entries(headers).filter(([name]) => mayPass(name) && !HOP_BY_HOP.test(name) && !POLICY.test(name))
  return Object.fromEntries(kept)
}
