import { databaseOutageIn } from "#lib/health/database-outage.ts"
import { DomainError, isDomainError } from "#lib/kernel/errors.ts"
import { unreachable } from "#lib/kernel/unreachable.ts"
import { evaluateAll } from "./evaluate-all.ts"
import { evaluateOne } from "./evaluate-one.ts"
import { findFlags, type OfrepDeps } from "./find-flags.ts"
import { bareAnswer, failureAnswer, type OfrepAnswer, refusalAnswer } from "./ofrep-answer.ts"
import { type OfrepQuestion, type Wanted, wantedAt } from "./ofrep-question.ts"
import { contextIn } from "./read-context.ts"

/** What a request is told before its body is looked at; null where an evaluation is asked for. */
export function answerWithoutBody(method: string, path: string): OfrepAnswer | null {
  if (wantedAt(path).is === "nothing") return MISSING
  if (method === "POST") return null
  return method === "OPTIONS" ? PREFLIGHT : NOT_ALLOWED
}

// What the specification knows and we do not serve, or nobody knows: told to programs as they expect it, not as a page.
const MISSING = failureAnswer({ status: 404, key: null, errorCode: "GENERAL", errorDetails: "There is nothing at this address." })

const NOT_ALLOWED = failureAnswer(
  { status: 405, key: null, errorCode: "GENERAL", errorDetails: "Flags are evaluated by POST." },
  { allow: "OPTIONS, POST" },
)

/** What the official clients send, from any origin; two hours is what browsers remember at most. */
const PREFLIGHT = bareAnswer(204, {
  allow: "OPTIONS, POST",
  "access-control-allow-methods": "POST",
  "access-control-allow-headers": "Authorization, Content-Type, If-None-Match, X-API-Key",
  "access-control-max-age": "7200",
})

/** Evaluates what is asked for, or says in the specification's words why not. */
export async function answerOfrep(deps: OfrepDeps, question: OfrepQuestion): Promise<OfrepAnswer> {
  const wanted = wantedAt(question.path)
  try {
    return await evaluate(deps, question, wanted)
  } catch (error) {
    return isDomainError(error) ? refusalAnswer(error, wanted.key) : answerFault(deps, error, wanted.key)
  }
}

export function answerTooLarge(path: string, limitBytes: number): OfrepAnswer {
  const refusal = new DomainError("too_large", "too_large", `The body may have ${limitBytes / 1024 / 1024} MB at most.`)
  return refusalAnswer(refusal, wantedAt(path).key)
}

async function evaluate(deps: OfrepDeps, question: OfrepQuestion, wanted: Wanted): Promise<OfrepAnswer> {
  if (wanted.is === "nothing") return MISSING
  const flags = await findFlags(deps, question.headers)
  const context = contextIn(question)
  switch (wanted.is) {
    case "all":
      return evaluateAll(await flags.all(), context, question.headers["if-none-match"])
    case "one":
      return evaluateOne(flags, context, wanted.key)
    default:
      return unreachable(wanted)
  }
}

function answerFault({ log }: OfrepDeps, error: unknown, key: string | null): OfrepAnswer {
  if (databaseOutageIn(error)) {
    log.warn({ err: error }, "evaluating flags met a database outage")
    return refusalAnswer(new DomainError("unavailable", "unavailable", "Flags cannot be read at the moment. Try again in a second."), key)
  }
  log.error({ err: error }, "evaluating flags failed")
  return failureAnswer({ status: 500, key, errorCode: "GENERAL", errorDetails: "Something broke on our side; the log has the reason." })
}
