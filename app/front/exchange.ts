import type { IncomingMessage, ServerResponse } from "node:http"
import type { OfrepDeps } from "../(public)/ofrep/find-flags.ts"
import type { Visit } from "../(public)/visit/visit.ts"
import type { RequestHandler } from "./ask-next.ts"
import type { PublishedSite } from "./published-site.ts"
import type { RequestPath } from "./request-path.ts"

/** One request, and what it may be answered from. */
export type Exchange = {
  request: IncomingMessage
  response: ServerResponse
  asked: RequestPath
  site: PublishedSite
  handle: RequestHandler
  publicUrl: URL
  /** Who asks, as far as somebody we trust has seen. */
  clientAddress: string
  /** Where else a form of the workspace may lead: the providers that people sign in with. */
  formTargets: readonly string[]
  /** What the visitors' forms work with. */
  forms: Visit["deps"]
  /** What flags are evaluated with. */
  flags: OfrepDeps
  dev: "dev" | "built"
  /** Aborted when the server is to stop: what would go on for ever ends then. */
  closing: AbortSignal
}
