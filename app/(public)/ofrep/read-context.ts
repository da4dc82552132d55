import type { EvaluationContext } from "#lib/flags/evaluation.ts"
import { DomainError } from "#lib/kernel/errors.ts"
import { jsonIn } from "../../api/read-json.ts"
import type { OfrepQuestion } from "./ofrep-question.ts"

/** `{"context": {"targetingKey": …, …}}`. Without a targeting key one can still be told what does not depend on it. */
export function contextIn({ body: bytes, headers }: OfrepQuestion): EvaluationContext {
  const body = jsonIn(bytes, headers["content-type"] ?? null)
  if (!isRecord(body)) throw new DomainError("invalid", "malformed", "The body is not a JSON object.")
  const { context } = body
  if (!isRecord(context)) throw invalidContext("The body needs a context, as an object.")
  return { targetingKey: targetingKeyIn(context), traits: context }
}

function targetingKeyIn(context: Record<string, unknown>): string | null {
  const targetingKey = Object.hasOwn(context, "targetingKey") ? context.targetingKey : null
  if (targetingKey === null || targetingKey === "") return null
  if (typeof targetingKey !== "string") throw invalidContext("The context's targetingKey is not a string.")
  return targetingKey
}

function invalidContext(message: string): DomainError {
  return new DomainError("invalid", "invalid_context", message)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value)
}
