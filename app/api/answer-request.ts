import { randomUUID } from "node:crypto"
import { databaseOutageIn } from "#lib/health/database-outage.ts"
import { isDomainError } from "#lib/kernel/errors.ts"
import { observeRequest } from "#lib/metrics/observe-request.ts"
import { type Runtime, sharedRuntime } from "#lib/runtime.ts"
import { problemOf, problemOfFault, problemResponse } from "./problem.ts"

export type RouteContext = { params: Promise<Record<string, string | string[] | undefined>> }
export type RouteHandler = (request: Request, context?: RouteContext) => Promise<Response>

/** One request while it is answered. `actorName` is filled in as soon as it is known, so that a refusal is logged with it. */
export type Asked = { request: Request; params: Record<string, unknown>; requestId: string; deps: Runtime; actorName: string | null }

/** The pattern of the address: a log or a metric with real ids in it would be personal and without bound. */
export type Route = { path: string }

/** What every answer under /api has in common: an id, one line in the log, one measurement, and refusals as problem+json. */
export function answering(route: Route, answer: (asked: Asked) => Promise<Response>): RouteHandler {
  return async (request, context) => {
    const startedAt = performance.now()
    const asked: Asked = {
      request,
      params: (await context?.params) ?? {},
      requestId: randomUUID(),
      deps: await depsOfThisProcess(),
      actorName: null,
    }
    const { response, fault } = await answerOrRefuse(asked, answer)
    note(route, asked, { response, fault, ms: performance.now() - startedAt })
    return response
  }
}

// `server-only` throws outside Next's bundle: whoever runs routes elsewhere shares a Runtime first, and it is never reached.
async function depsOfThisProcess(): Promise<Runtime> {
  return sharedRuntime() ?? (await import("../runtime.ts")).runtime()
}

type Outcome = { response: Response; fault: unknown }

async function answerOrRefuse(asked: Asked, answer: (asked: Asked) => Promise<Response>): Promise<Outcome> {
  try {
    const response = await answer(asked)
    response.headers.set("x-request-id", asked.requestId)
    return { response, fault: null }
  } catch (error) {
    if (isDomainError(error)) return { response: problemResponse(problemOf(error), asked.requestId), fault: null }
    return { response: problemResponse(problemOfFault({ isPassing: databaseOutageIn(error) }), asked.requestId), fault: error }
  }
}

function note(route: Route, asked: Asked, { response, fault, ms }: Outcome & { ms: number }): void {
  const method = asked.request.method.toLowerCase()
  observeRequest({ method, path: route.path, status: response.status, seconds: ms / 1000 })
  const line = {
    requestId: asked.requestId,
    method,
    route: route.path,
    status: response.status,
    ms: Math.round(ms * 10) / 10,
    actor: asked.actorName,
  }
  const { log } = asked.deps
  if (fault === null) log.info(line, "request answered")
  else if (response.status === 503) log.warn({ ...line, ...describeFault(fault) }, "request met a database outage")
  else log.error({ ...line, ...describeFault(fault) }, "request failed")
}

/** The innermost cause, since the one around it repeats the query with its parameters; frames only, since a stack repeats the message. */
function describeFault(fault: unknown): { reason: string; frames: string[] } {
  if (!(fault instanceof Error)) return { reason: String(fault), frames: [] }
  const frames = (fault.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line))
  return { reason: innermost(fault).message, frames: frames.map((line) => line.trim()).slice(0, 12) }
}

function innermost(error: Error): Error {
  return error.cause instanceof Error ? innermost(error.cause) : error
}
