import { describe, expect, test } from "vitest"
import { answerOfError, answersOf, paceOf } from "#lib/mail/providers/resend-answer.ts"

const COUNT = 2

describe("what Resend answers becomes", () => {
  test.each([
    [400, "invalid_idempotency_key", "refused"],
    [400, "validation_error", "refused"],
    [403, "validation_error", "blocked"],
    [422, "validation_error", "refused"],
    [401, "missing_api_key", "blocked"],
    [401, "restricted_api_key", "blocked"],
    [403, "invalid_api_key", "blocked"],
    [403, "suspended_api_key", "blocked"],
    [403, "invalid_permission", "blocked"],
    [403, "email_above_quota", "blocked"],
    [404, "not_found", "blocked"],
    [405, "method_not_allowed", "blocked"],
    [409, "concurrent_idempotent_requests", "again"],
    [409, "resource_locked", "again"],
    [409, "invalid_idempotent_request", "answered"],
    [422, "invalid_attachment", "refused"],
    [422, "invalid_parameter", "refused"],
    [422, "missing_required_field", "refused"],
    [422, "missing_required_parameter", "refused"],
    [422, "invalid_from_address", "blocked"],
    [422, "invalid_access", "blocked"],
    [422, "invalid_region", "blocked"],
    [429, "rate_limit_exceeded", "again"],
    [429, "daily_quota_exceeded", "blocked"],
    [429, "monthly_quota_exceeded", "blocked"],
    [451, "security_error", "blocked"],
    [500, "application_error", "unsure"],
    [500, "internal_server_error", "unsure"],
    [503, "service_unavailable", "unsure"],
    [500, "service_unavailable", "unsure"],
    [null, "application_error", "unsure"],
    // What the table does not know goes by its status.
    [402, "payment_required_some_day", "blocked"],
    [403, "forbidden_some_day", "blocked"],
    [408, "timeout_some_day", "unsure"],
    [418, "teapot", "refused"],
    [429, "throttled_some_day", "again"],
    [502, "application_error", "unsure"],
    [413, "application_error", "refused"],
    [500, "validation_error", "unsure"],
    [400, "constructor", "refused"],
  ])("%s %s → %s", (statusCode, name, is) => {
    expect(answerOfError({ statusCode, name, message: "…" }, null, COUNT).is).toBe(is)
  })

  test("a wait as long as it asks for", () => {
    const error = { statusCode: 429, name: "rate_limit_exceeded", message: "…" }
    expect(answerOfError(error, { "retry-after": "7" }, COUNT)).toMatchObject({ is: "again", afterMs: 7000 })
    expect(answerOfError(error, {}, COUNT)).toMatchObject({ is: "again", afterMs: 1000 })
  })
})

describe("the answer to a permissive batch", () => {
  const one = { id: "1" }
  const two = { id: "2" }
  const refusal = { index: 1, message: "Invalid `to` field." }
  test("gives each mail its own, whether or not the refused ones leave a hole", () => {
    const expected = [
      { is: "accepted", providerId: "1" },
      { is: "refused", reason: refusal.message, lasting: "this address" },
      { is: "accepted", providerId: "2" },
    ]
    expect(answersOf({ data: [one, two], errors: [refusal] }, 3)).toEqual(expected)
    expect(answersOf({ data: [one, null, two], errors: [refusal] }, 3)).toEqual(expected)
  })

  test("that does not add up leaves in doubt what it does not name", () => {
    expect(answersOf({ data: [one], errors: [refusal] }, 3).map(({ is }) => is)).toEqual(["unknown", "refused", "unknown"])
    expect(answersOf({ data: [one, two], errors: [] }, 3).map(({ is }) => is)).toEqual(["unknown", "unknown", "unknown"])
    expect(answersOf({ data: [one, two], errors: [{ index: 9, message: "…" }] }, 3).map(({ is }) => is)).toEqual([
      "unknown",
      "unknown",
      "unknown",
    ])
  })
})

test.each([
  [
    { "ratelimit-limit": "5", "ratelimit-policy": "5;w=1", "ratelimit-remaining": "4", "ratelimit-reset": "1" },
    { calls: 5, windowMs: 1000, left: 4, resetMs: 1000 },
  ],
  [
    { "ratelimit-limit": "100", "ratelimit-policy": "100; w=60" },
    { calls: 100, windowMs: 60_000, left: null, resetMs: null },
  ],
  [{ "ratelimit-limit": "many" }, null],
  [{}, null],
  [null, null],
])("the pace in %j is %j", (headers, pace) => expect(paceOf(headers)).toEqual(pace))
