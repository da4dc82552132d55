import { authorize } from "#lib/access/authorize.ts"
import { keepAnswerAfterWork } from "#lib/idempotency/keep-answer-after-work.ts"
import { keepAnswerWithWork } from "#lib/idempotency/keep-answer-with-work.ts"
import type { Answered } from "#lib/idempotency/stored-answer.ts"
import { unreachable } from "#lib/kernel/unreachable.ts"
import type { Runtime } from "#lib/runtime.ts"
import { actorOf } from "./actor-of.ts"
import { type Asked, answering, type RouteHandler } from "./answer-request.ts"
import type { Call, Operation } from "./operation.ts"
import { parseCall } from "./parse-call.ts"
import { repeatableRequest } from "./repeatable-request.ts"
import { workOf } from "./work-of.ts"

export type ServedOperation = RouteHandler & { operation: Operation }

/** The route handler of an operation: who asks, may they, what exactly do they ask; then the work, once. */
export function serve(operation: Operation): ServedOperation {
  const handler = answering(operation, async (asked) => {
    const actor = await actorOf(asked.deps, asked.request)
    asked.actorName = actor.name
    authorize(actor, operation.act)
    const { call, given } = await parseCall(operation, asked)
    const answered = await answerOnce(operation, { ...call, actor, deps: asked.deps }, { asked, given })
    return responseTo(operation, answered)
  })
  return Object.assign(handler, { operation })
}

/** With an Idempotency-Key the same request gets the same answer, however often it comes and whenever a process died in between. */
async function answerOnce(operation: Operation, call: Call, request: { asked: Asked; given: unknown }): Promise<Answered> {
  const { deps } = call
  const work = (workDeps: Runtime) => workOf(operation, { ...call, deps: workDeps }, request.asked.requestId)
  const repeatable = repeatableRequest(operation, call.actor, request)
  if (repeatable === null) return { ...(await work(deps)), is: "new" }
  const way = typeof operation.repeatable === "function" ? operation.repeatable(call.body) : operation.repeatable
  switch (way) {
    case "in one transaction":
      return keepAnswerWithWork(deps, repeatable, (db) => work({ ...deps, db }))
    case "by itself":
      return keepAnswerAfterWork(deps, repeatable, () => work(deps))
    default:
      return unreachable(way)
  }
}

function responseTo(operation: Operation, { is, status, body }: Answered): Response {
  return new Response(body === "" ? null : body, {
    status,
    headers: {
      "cache-control": "no-store",
      ...(body === "" ? {} : { "content-type": contentType(operation, status) }),
      ...(is === "replayed" ? { "idempotent-replay": "true" } : {}),
    },
  })
}

function contentType(operation: Operation, status: number): string {
  if (status >= 400) return "application/problem+json"
  return operation.answers[status]?.mediaType === "text/plain" ? "text/plain; charset=utf-8" : "application/json"
}
