import type { IncomingHttpHeaders, IncomingMessage } from "node:http"

// What Next reads as an instruction (another rendering of the page, a revalidation, a rewrite) and what only a proxy of
// ours could say truthfully. A client says neither.
const INSTRUCTIONS =
  /^(?:rsc$|next-|x-nextjs-|x-next-|x-middleware-|x-invoke-|x-matched-path$|x-now-|x-vercel-|x-rewrite|x-prerender|x-forwarded|forwarded$|x-real-ip$|x-action|x-original-url$|x-http-method|purpose$|sec-purpose$)/

/** The connection's own business: each hop has its own. */
const HOP_BY_HOP = /^(?:connection|keep-alive|proxy-.+|te|trailer|transfer-encoding|upgrade|expect|content-length)$/

// With these Next's own code in a workspace page asks for the next page.
const NAVIGATION = /^(?:rsc|next-url|next-router-[a-z-]+)$/

/** How Next writes the name of a Server Action; it fails on any other form, and a fault would be an alarm that anybody can ring. */
const ACTION = /^[0-9a-f]{42}$/

/** A policy in a request is where Next takes the nonce from: it is ours to say. */
const POLICY = /^content-security-policy/

/** The headers of a client that a route handler gets to see. */
export function headersForHandlers(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return filtered(headers, (name) => !INSTRUCTIONS.test(name))
}

/** A page is read, or one of its actions is called; a form that comes without its action's name is none that a page of ours sends. */
export function isForPages({ method, headers }: Pick<IncomingMessage, "method" | "headers">): boolean {
  return method === "GET" || method === "HEAD" || isAction(method, headers)
}

function isAction(method: string | undefined, headers: IncomingHttpHeaders): boolean {
  return method === "POST" && ACTION.test(String(headers["next-action"]))
}

/** The headers of a client that a page of the workspace gets to see, with what Next's own code in such a page adds. */
export function headersForWorkspace(headers: IncomingHttpHeaders, method: string | undefined): IncomingHttpHeaders {
  const mayAct = isAction(method, headers)
  return filtered(headers, (name) => NAVIGATION.test(name) || (name === "next-action" && mayAct) || !INSTRUCTIONS.test(name))
}

function filtered(headers: IncomingHttpHeaders, mayPass: (name: string) => boolean): IncomingHttpHeaders {
  const kept = Object.entries(headers).filter(([name]) => mayPass(name) && !HOP_BY_HOP.test(name) && !POLICY.test(name))
  return Object.fromEntries(kept)
}
