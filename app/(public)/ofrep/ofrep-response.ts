import type { Evaluation } from "#lib/flags/evaluate-flag.ts"
import type { DomainError, RefusalKind } from "#lib/kernel/errors.ts"
import { unreachable } from "#lib/kernel/unreachable.ts"

type Told = { key: string; value: boolean; reason: string; variant: string } | { key: string; errorCode: string; errorDetails: string }

export function evaluationOf(key: string, evaluation: Evaluation): Told {
  if (evaluation.is === "failed") return { key, errorCode: evaluation.errorCode, errorDetails: evaluation.errorDetails }
  const { value, reason, variant } = evaluation
  return { key, value, reason, variant }
}

/** `key` is there where one flag was asked for: without it the official clients do not read a failure. */
export function refusalResponse(refusal: DomainError, key: { key: string } | null): Response {
  const body = { ...key, errorCode: CODES[refusal.code] ?? "GENERAL", errorDetails: refusal.message }
  return jsonResponse(statusFor(refusal.kind), body, HEADERS[refusal.kind])
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

export function jsonResponse(status: number, body: object, headers: Record<string, string> = {}): Response {
  return ofrepResponse(status, JSON.stringify(body), headers)
}

/**
 * Any page may ask, without cookies. Nothing may keep the answer but the client that asked, who names what it has by its
 * ETag: it is made for one person, and after a recall no cache on the way may go on telling it.
 */
export function ofrepResponse(status: number, body: string | null, headers: Record<string, string>): Response {
  return new Response(body, {
    status,
    headers: {
      "access-control-allow-origin": "*",
      "access-control-expose-headers": "ETag, Retry-After",
      "cache-control": "no-store",
      ...(body === null ? {} : { "content-type": "application/json; charset=utf-8" }),
      ...headers,
    },
  })
}
