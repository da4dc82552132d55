import { evaluateFlag } from "#lib/flags/evaluate-flag.ts"
import { DomainError } from "#lib/kernel/errors.ts"
import { findFlags, type OfrepDeps } from "./find-flags.ts"
import { evaluationOf, jsonResponse } from "./ofrep-response.ts"
import { readContext } from "./read-context.ts"

/** POST /ofrep/v1/evaluate/flags/{key} */
export async function evaluateOne(deps: OfrepDeps, request: Request): Promise<Response> {
  const flags = await findFlags(deps, request)
  const context = await readContext(request)
  const key = keyIn(request.url)
  const flag = COULD_BE_A_KEY.test(key) ? await flags.one(key) : null
  if (flag === null) throw new DomainError("not_found", "flag_not_found", `Flag '${key}' was not found`)
  const evaluation = evaluateFlag(flag, context)
  return jsonResponse(evaluation.is === "answered" ? 200 : 400, evaluationOf(flag.key, evaluation))
}

/** The last part of the path as the client meant it. What cannot be decoded is taken as it stands, and is nobody's key. */
export function keyIn(url: string): string {
  const last = new URL(url).pathname.split("/").at(-1) ?? ""
  try {
    return decodeURIComponent(last)
  } catch {
    return last
  }
}

// What no flag can be called is not looked for: PostgreSQL would refuse some of it with an error instead of finding nothing.
const COULD_BE_A_KEY = /^[A-Za-z0-9._-]{1,100}$/
