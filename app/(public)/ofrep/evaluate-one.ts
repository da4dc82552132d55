import type { EvaluationContext } from "#lib/flags/evaluation.ts"
import { DomainError } from "#lib/kernel/errors.ts"
import type { AskedFlags } from "./find-flags.ts"
import { jsonAnswer, type OfrepAnswer } from "./ofrep-answer.ts"

/** POST /ofrep/v1/evaluate/flags/{key} */
export async function evaluateOne(flags: AskedFlags, context: EvaluationContext, key: string): Promise<OfrepAnswer> {
  const flag = COULD_BE_A_KEY.test(key) ? await flags.one(key) : null
  if (flag === null) throw new DomainError("not_found", "flag_not_found", `Flag '${key}' was not found`)
  const { is, text } = flag.tell(context)
  return jsonAnswer(is === "answered" ? 200 : 400, text)
}

// What no flag can be called is not looked for: PostgreSQL would refuse some of it with an error instead of finding nothing.
const COULD_BE_A_KEY = /^[A-Za-z0-9._-]{1,100}$/
