import { type Actor, nameOf } from "#lib/access/actor.ts"
import { fingerprintOf, isIdempotencyKey, type RepeatableRequest } from "#lib/idempotency/repeatable-request.ts"
import { Invalid } from "#lib/kernel/errors.ts"
import type { Asked } from "./answer-request.ts"
import type { Operation } from "./operation.ts"

/** What makes this request the same as an earlier one, or null where it is not to be remembered. */
export function repeatableRequest(
  operation: Operation,
  actor: Actor,
  { asked, given }: { asked: Asked; given: unknown },
): RepeatableRequest | null {
  const key = asked.request.headers.get("idempotency-key")
  if (key === null || operation.method === "get") return null
  if (!isIdempotencyKey(key)) {
    throw new Invalid([{ path: "Idempotency-Key", message: "The header Idempotency-Key takes 1 to 255 visible ASCII characters." }])
  }
  const { pathname, search } = new URL(asked.request.url)
  const { kind, id } = nameOf(actor)
  return {
    actor: `${kind}:${id ?? ""}`,
    key,
    fingerprint: fingerprintOf({ method: operation.method, path: pathname, query: search, body: given }),
  }
}
