import { DomainError } from "#lib/kernel/errors.ts"
import { type Asked, answering, type RouteHandler } from "./answer-request.ts"
import type { Operation } from "./operation.ts"
import { problemOf, problemResponse } from "./problem.ts"
import { serve } from "./serve-operation.ts"

const METHODS = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"] as const
type HttpMethod = (typeof METHODS)[number]
export type Resource = Record<HttpMethod, RouteHandler>

/** All methods of one address. Next answers those that a route file does not export with an empty 405, so it exports every one. */
export function resource(...operations: [Operation, ...Operation[]]): Resource {
  const served = operations.map((operation) => [operation.method.toUpperCase(), serve(operation)] as const)
  return allMethods(operations[0].path, new Map(served))
}

/** An address that needs no token and is only read. */
export function openResource(path: string, answer: (asked: Asked) => Promise<Response>): Resource {
  return allMethods(path, new Map([["GET", answering({ path }, answer)]]))
}

/** An address that other systems post to, and that knows by itself who they are. */
export function hookResource(path: string, answer: (asked: Asked) => Promise<Response>): Resource {
  return allMethods(path, new Map([["POST", answering({ path }, answer)]]))
}

function allMethods(path: string, served: ReadonlyMap<string, RouteHandler>): Resource {
  const allowed = METHODS.filter((method) => method === "OPTIONS" || served.has(method === "HEAD" ? "GET" : method))
  const refuse = refuseMethod(path, allowed.join(", "))
  const handlerFor = (method: HttpMethod) => served.get(method) ?? refuse
  return {
    GET: handlerFor("GET"),
    HEAD: handlerFor("GET"),
    OPTIONS: async () => new Response(null, { status: 204, headers: { allow: allowed.join(", ") } }),
    POST: handlerFor("POST"),
    PUT: handlerFor("PUT"),
    PATCH: handlerFor("PATCH"),
    DELETE: handlerFor("DELETE"),
  }
}

function refuseMethod(path: string, allowed: string): RouteHandler {
  return answering({ path }, async ({ requestId }) => {
    const refusal = new DomainError("invalid", "method_not_allowed", `This address takes ${allowed}.`)
    const response = problemResponse(problemOf(refusal), requestId)
    response.headers.set("allow", allowed)
    return response
  })
}
