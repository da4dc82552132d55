import { databaseOutageIn } from "#lib/health/database-outage.ts"
import { DomainError, isDomainError } from "#lib/kernel/errors.ts"
import type { OfrepDeps } from "./find-flags.ts"
import { jsonResponse, ofrepResponse, refusalResponse } from "./ofrep-response.ts"

const METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"] as const
type Handler = (request: Request) => Promise<Response>

type Endpoint = {
  deps(): Promise<OfrepDeps>
  evaluate(deps: OfrepDeps, request: Request): Promise<Response>
  /** The flag that the address names, for an answer that refuses it. */
  keyOf?(request: Request): { key: string }
}

/** All methods of an address. Next answers a method that a route does not export with an empty 405, so each is exported. */
export function serveOfrep(endpoint: Endpoint): Record<(typeof METHODS)[number], Handler> {
  const refuse: Handler = async () =>
    jsonResponse(405, { errorCode: "GENERAL", errorDetails: "Flags are evaluated by POST." }, { allow: "OPTIONS, POST" })
  return {
    POST: (request) => evaluateOrRefuse(endpoint, request),
    OPTIONS: async () => ofrepResponse(204, null, PREFLIGHT),
    GET: refuse,
    HEAD: refuse,
    PUT: refuse,
    PATCH: refuse,
    DELETE: refuse,
  }
}

/** What the official clients send, from any origin; two hours is what browsers remember at most. */
const PREFLIGHT = {
  allow: "OPTIONS, POST",
  "access-control-allow-methods": "POST",
  "access-control-allow-headers": "Authorization, Content-Type, If-None-Match, X-API-Key",
  "access-control-max-age": "7200",
}

async function evaluateOrRefuse(endpoint: Endpoint, request: Request): Promise<Response> {
  const deps = await endpoint.deps()
  const key = endpoint.keyOf?.(request) ?? null
  try {
    return await endpoint.evaluate(deps, request)
  } catch (error) {
    return isDomainError(error) ? refusalResponse(error, key) : answerFault(deps, error, key)
  }
}

function answerFault({ log }: OfrepDeps, error: unknown, key: { key: string } | null): Response {
  if (databaseOutageIn(error)) {
    log.warn({ err: error }, "evaluating flags met a database outage")
    return refusalResponse(new DomainError("unavailable", "unavailable", "Flags cannot be read at the moment. Try again in a second."), key)
  }
  log.error({ err: error }, "evaluating flags failed")
  return jsonResponse(500, { ...key, errorCode: "GENERAL", errorDetails: "Something broke on our side; the log has the reason." })
}
