import { STATUS_CODES } from "node:http"
import type { Complaint, DomainError, RefusalKind } from "#lib/kernel/errors.ts"
import { unreachable } from "#lib/kernel/unreachable.ts"

/** RFC 9457. `code` is what programs read and never changes; `detail` is for people. */
export type Problem = { status: number; code: string; detail: string; errors?: Complaint[]; members?: Record<string, unknown> }

export function problemResponse(problem: Problem, requestId: string): Response {
  return new Response(problemText(problem, requestId), {
    status: problem.status,
    headers: { "content-type": "application/problem+json", "cache-control": "no-store", "x-request-id": requestId, ...headersFor(problem) },
  })
}

export function problemOf(refusal: DomainError): Problem {
  return {
    status: STATUS_FOR_CODE[refusal.code] ?? statusFor(refusal.kind),
    code: refusal.code,
    detail: refusal.message,
    ...(refusal.complaints.length > 0 ? { errors: refusal.complaints } : {}),
  }
}

/** The reason stays in the log, under the id. */
export function problemOfFault(fault: { isPassing: boolean }): Problem {
  return fault.isPassing
    ? { status: 503, code: "unavailable", detail: "The database cannot be reached at the moment. Try again in a second." }
    : { status: 500, code: "fault", detail: "Something broke on our side. The log has the reason under this requestId." }
}

/** What only HTTP tells apart. */
const STATUS_FOR_CODE: Partial<Record<string, number>> = {
  malformed: 400,
  method_not_allowed: 405,
  unsupported_media_type: 415,
  too_many: 429,
}

function statusFor(kind: RefusalKind): number {
  switch (kind) {
    case "unauthenticated":
      return 401
    case "forbidden":
      return 403
    case "not_found":
      return 404
    case "conflict":
      return 409
    case "too_large":
      return 413
    case "invalid":
      return 422
    case "unavailable":
      return 503
    default:
      return unreachable(kind)
  }
}

export function problemText({ members, ...problem }: Problem, requestId: string): string {
  return JSON.stringify({ ...members, title: STATUS_CODES[problem.status] ?? "Problem", ...problem, requestId })
}

function headersFor({ status, code }: Problem): Record<string, string> {
  if (code === "invalid_token") return { "www-authenticate": 'Bearer realm="Curtain", error="invalid_token"' }
  if (status === 401) return { "www-authenticate": 'Bearer realm="Curtain"' }
  if (status === 403) return { "www-authenticate": 'Bearer realm="Curtain", error="insufficient_scope"' }
  // The rest of the body is still on its way; without this the next request on the connection would wait behind it.
  if (status === 413) return { connection: "close" }
  if (status === 429) return { "retry-after": "60" }
  if (status === 503) return { "retry-after": "1" }
  return {}
}
