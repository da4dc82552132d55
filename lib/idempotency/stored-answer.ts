import { DomainError } from "../kernel/errors.ts"
import type { RepeatableRequest } from "./repeatable-request.ts"

/** `body` goes out now, `kept` goes out again: they differ where something is told once. Null is not kept at all. */
export type Worked = { status: number; body: string; kept: string | null }

export type Answered = { is: "new" | "replayed"; status: number; body: string }

export type StoredAnswer = { fingerprint: string; status: number; body: string }

/** The stored answer belongs to this key, but does it belong to this request? */
export function replay(stored: StoredAnswer, request: RepeatableRequest): Answered {
  if (stored.fingerprint !== request.fingerprint) {
    throw new DomainError("invalid", "idempotency_mismatch", "This Idempotency-Key was used for another request. Take a new one.")
  }
  return { is: "replayed", status: stored.status, body: stored.body }
}

export function refuseInFlight(): never {
  throw new DomainError("conflict", "in_flight", "A request with this Idempotency-Key is under way. Ask again in a moment.")
}
