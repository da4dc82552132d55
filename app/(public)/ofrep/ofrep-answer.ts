import type { DomainError, RefusalKind } from "#lib/kernel/errors.ts"
import { unreachable } from "#lib/kernel/unreachable.ts"

export type OfrepAnswer = { status: number; headers: Record<string, string>; body: Buffer | null }

/** `key` is that of the one flag that was asked for, if it was one. */
export function refusalAnswer(refusal: DomainError, key: string | null): OfrepAnswer {
  return errorAnswer({ status: statusFor(refusal.kind), key, errorCode: CODES[refusal.code] ?? "GENERAL" }, refusal)
}

const CODES: Partial<Record<string, string>> = {
  malformed: "PARSE_ERROR",
  unsupported_media_type: "PARSE_ERROR",
  invalid_context: "INVALID_CONTEXT",
  flag_not_found: "FLAG_NOT_FOUND",
}

/** The specification knows no 415 and no 422: what is wrong with a body is 400 and told apart by its code. */
function statusFor(kind: RefusalKind): number {
  switch (kind) {
    case "invalid":
    case "conflict":
      return 400
    case "unauthenticated":
      return 401
    case "forbidden":
      return 403
    case "not_found":
      return 404
    case "too_large":
      return 413
    case "unavailable":
      return 503
    default:
      return unreachable(kind)
  }
}

const HEADERS: Partial<Record<RefusalKind, Record<string, string>>> = {
  unauthenticated: { "www-authenticate": 'Bearer realm="Curtain", error="invalid_token"' },
  forbidden: { "www-authenticate": 'Bearer realm="Curtain", error="insufficient_scope"' },
  unavailable: { "retry-after": "1" },
  // The rest of the body is still on its way: the connection cannot be used for another request.
  too_large: { connection: "close" },
}

function errorAnswer(told: { status: number; key: string | null; errorCode: string }, { kind, message }: DomainError): OfrepAnswer {
  return failureAnswer({ ...told, errorDetails: message }, HEADERS[kind])
}

type Failure = { status: number; key: string | null; errorCode: string; errorDetails: string }

export function failureAnswer({ status, key, errorCode, errorDetails }: Failure, headers: Record<string, string> = {}): OfrepAnswer {
  return jsonAnswer(status, JSON.stringify({ ...(key === null ? {} : { key }), errorCode, errorDetails }), headers)
}

export function jsonAnswer(status: number, json: string, headers: Record<string, string> = {}): OfrepAnswer {
  return { status, body: Buffer.from(json), headers: { ...ALWAYS, "content-type": "application/json; charset=utf-8", ...headers } }
}

export function bareAnswer(status: number, headers: Record<string, string>): OfrepAnswer {
  return { status, body: null, headers: { ...ALWAYS, ...headers } }
}

/**
 * Any page may ask, without cookies. Nothing may keep the answer but the client that asked, who names what it has by its
 * ETag: it is made for one person, and after a recall no cache on the way may go on telling it.
 */
const ALWAYS = {
  "access-control-allow-origin": "*",
  "access-control-expose-headers": "ETag, Retry-After",
  "cache-control": "no-store",
}
