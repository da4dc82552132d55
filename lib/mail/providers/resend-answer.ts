import type { BatchAnswer, MailAnswer, Pace } from "../mailer.ts"

/** As the SDK gives it; `statusCode` is null where no answer came. */
export type ResendError = { name: string; statusCode: number | null; message: string }
export type ResendData = { data: readonly ({ id: string } | null)[]; errors?: readonly { index: number; message: string }[] }
export type ResendHeaders = Readonly<Record<string, string>> | null

const TOO_FAST_MS = 1000
const STILL_RUNNING_MS = 5000

/** By name, where one status means several things. What is not here goes by its status: Resend's list grows. */
const BY_NAME: Record<string, (error: ResendError, headers: ResendHeaders, count: number) => BatchAnswer> = {
  rate_limit_exceeded: (error, headers) => ({ is: "again", afterMs: retryAfterMs(headers) ?? TOO_FAST_MS, reason: told(error) }),
  daily_quota_exceeded: blocked,
  monthly_quota_exceeded: blocked,
  email_above_quota: blocked,
  concurrent_idempotent_requests: (error) => ({ is: "again", afterMs: STILL_RUNNING_MS, reason: told(error) }),
  resource_locked: (error) => ({ is: "again", afterMs: STILL_RUNNING_MS, reason: told(error) }),
  // Other mails went out under this key. Whether these were among them, nobody can say.
  invalid_idempotent_request: (error, _, count) => ({ is: "answered", answers: repeated(count, { is: "unknown", reason: told(error) }) }),
  invalid_idempotency_key: refused,
  missing_api_key: blocked,
  restricted_api_key: blocked,
  invalid_api_key: blocked,
  suspended_api_key: blocked,
  invalid_permission: blocked,
  invalid_from_address: blocked,
  invalid_access: blocked,
  invalid_region: blocked,
  not_found: blocked,
  method_not_allowed: blocked,
  security_error: blocked,
  // 403 is the sender's domain, 400 and 422 are the mails.
  validation_error: (error) => (error.statusCode === 403 ? blocked(error) : refused(error)),
  invalid_attachment: refused,
  invalid_parameter: refused,
  missing_required_field: refused,
  missing_required_parameter: refused,
  application_error: byStatus,
  internal_server_error: unsure,
  service_unavailable: unsure,
}

/** What became of a call that was refused, or never answered. */
export function answerOfError(error: ResendError, headers: ResendHeaders, count: number): BatchAnswer {
  // Whatever its name: without a status nothing was answered, and with one of 500 or more it may have been done.
  if (error.statusCode === null || error.statusCode >= 500) return unsure(error)
  const answer = Object.hasOwn(BY_NAME, error.name) ? BY_NAME[error.name] : byStatus
  return (answer ?? byStatus)(error, headers, count)
}

function byStatus(error: ResendError, headers: ResendHeaders = null): BatchAnswer {
  const status = error.statusCode ?? 0
  if (status === 429) return { is: "again", afterMs: retryAfterMs(headers) ?? TOO_FAST_MS, reason: told(error) }
  if (status === 401 || status === 403 || status === 402) return blocked(error)
  if (status === 408 || status < 400) return unsure(error)
  return refused(error)
}

/**
 * In permissive mode the answer lists what was queued and, by their place, what was not. Where the two do not add up to what was
 * sent, nobody can say which is which: those are `unknown`, and the events that come later settle them.
 */
export function answersOf({ data, errors = [] }: ResendData, count: number): MailAnswer[] {
  const refusals = new Map(errors.map(({ index, message }) => [index, message]))
  const ids = data.filter((one) => one !== null)
  const adds = ids.length + refusals.size === count && [...refusals.keys()].every((index) => index >= 0 && index < count)
  return Array.from({ length: count }, (_, place): MailAnswer => {
    const message = refusals.get(place)
    if (message !== undefined)
      return { is: "refused", reason: message, lasting: concernsAddress(message) ? "this address" : "this message" }
    if (!adds) return { is: "unknown", reason: `Resend answered for ${ids.length + refusals.size} of ${count} mails.` }
    return { is: "accepted", providerId: ids.shift()?.id ?? null }
  })
}

/** `ratelimit-policy: 5;w=1` says how long a window is, the others how it stands. */
export function paceOf(headers: ResendHeaders): Pace | null {
  const calls = numberIn(headers, "ratelimit-limit")
  if (calls === null || calls <= 0) return null
  const window = /;\s*w=(\d+)/.exec(headers?.["ratelimit-policy"] ?? "")?.[1]
  const reset = numberIn(headers, "ratelimit-reset")
  return {
    calls,
    windowMs: Math.max(1, Number(window ?? 1)) * 1000,
    left: numberIn(headers, "ratelimit-remaining"),
    resetMs: reset === null ? null : reset * 1000,
  }
}

function retryAfterMs(headers: ResendHeaders): number | null {
  const seconds = numberIn(headers, "retry-after")
  return seconds === null ? null : Math.max(0, seconds * 1000)
}

function numberIn(headers: ResendHeaders, name: string): number | null {
  const value = Number(headers?.[name] ?? Number.NaN)
  return Number.isFinite(value) ? value : null
}

/** Resend names the field in its message: "Invalid `to` field. …". */
function concernsAddress(message: string): boolean {
  return /`to`|\bto field\b|recipient/i.test(message)
}

function repeated(count: number, answer: MailAnswer): MailAnswer[] {
  return Array.from({ length: count }, () => answer)
}

function blocked(error: ResendError): BatchAnswer {
  return { is: "blocked", reason: told(error) }
}

function refused(error: ResendError): BatchAnswer {
  return { is: "refused", reason: told(error) }
}

function unsure(error: ResendError): BatchAnswer {
  return { is: "unsure", reason: told(error) }
}

function told({ name, statusCode, message }: ResendError): string {
  return `Resend ${statusCode === null ? "gave no answer" : `answered ${statusCode} ${name}`}: ${message}`
}
