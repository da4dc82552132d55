import { expect, test } from "vitest"
import { z } from "zod"
import { failureOf, readAnswer } from "#lib/flags/providers/unleash-answers.ts"
import type { OutboundAnswer } from "#lib/outbound/outbound.ts"

function answered(status: number, said: object | string = "", headers: Record<string, string> = {}): OutboundAnswer {
  return { is: "answered", status, headers: new Headers(headers), body: typeof said === "string" ? said : JSON.stringify(said) }
}

const missingPermission = (permission: string) => ({
  name: "PermissionError",
  message: `You don't have the required permissions to perform this operation. To perform this action, you need the "${permission}" permission.`,
})
const NOW = "Tue, 24 Nov 2026 12:00:00 GMT"

const CASES: [string, OutboundAnswer, object | null][] = [
  ["a success", answered(200), null],
  ["a success without a body", answered(204), null],
  ["no answer in time", { is: "unreachable", reason: "no answer within 8000 ms" }, { is: "retry" }],
  ["an answer that was cut off", { is: "unreachable", reason: "the answer was cut off" }, { is: "retry" }],
  ["an address that our guard refuses", { is: "refused", reason: "a private address" }, { is: "refused", because: "impossible" }],
  ["a redirect", answered(302, "", { location: "https://elsewhere.example" }), { is: "refused", because: "impossible" }],
  ["an invalid request", answered(400, { name: "BadDataError", message: "…" }), { is: "refused", because: "impossible" }],
  ["an archived flag", answered(400, { name: "ArchivedFeatureError", message: "…" }), { because: "impossible", reason: /archived/ }],
  ["an unknown token", answered(401, { name: "UnauthorizedError" }), { is: "refused", because: "credential" }],
  [
    "a token for SDKs",
    answered(403, { message: "invalid token: expected a different token type for this endpoint" }),
    { because: "credential", reason: /SDKs/ },
  ],
  [
    "a missing permission",
    answered(403, missingPermission("UPDATE_FEATURE_ENVIRONMENT")),
    { because: "credential", reason: /"Enable\/disable flags"/ },
  ],
  [
    "a missing permission without a name of ours",
    answered(403, missingPermission("SOMETHING")),
    { because: "credential", reason: /"SOMETHING"/ },
  ],
  ["a plain 403", answered(403, "<html>Forbidden</html>"), { is: "refused", because: "credential" }],
  ["a change that needs an approval", answered(403, missingPermission("SKIP_CHANGE_REQUEST")), { is: "refused", because: "approval" }],
  ["a flag that is not there", answered(404, { name: "NotFoundError" }), { is: "refused", because: "missing" }],
  ["a conflict", answered(409, { name: "ConflictError" }), { is: "refused", because: "conflict" }],
  ["any other refusal", answered(422), { is: "refused", because: "impossible" }],
  ["slow down, in seconds", answered(429, "", { "retry-after": "7" }), { is: "retry", afterMs: 7000 }],
  [
    "slow down, until a date",
    answered(429, "", { "retry-after": "Tue, 24 Nov 2026 12:00:30 GMT", date: NOW }),
    { is: "retry", afterMs: 30_000 },
  ],
  [
    "slow down, until a date that is over",
    answered(429, "", { "retry-after": "Tue, 24 Nov 2026 11:00:00 GMT", date: NOW }),
    { is: "retry", afterMs: 0 },
  ],
  ["slow down, by another header", answered(429, "", { "ratelimit-reset": "3" }), { is: "retry", afterMs: 3000 }],
  ["slow down for a year", answered(429, "", { "retry-after": "31536000" }), { is: "retry", afterMs: 3_600_000 }],
  ["slow down, with a header that says nothing", answered(429, "", { "retry-after": "soon" }), { is: "retry", afterMs: undefined }],
  ["slow down, without a time", answered(429), { is: "retry", afterMs: undefined }],
  ["a fault of the server", answered(500, { name: "UnknownError", message: "boom" }), { is: "retry", afterMs: undefined }],
  [
    "a test of a patch that does not hold",
    answered(500, { message: "Test operation failed\nname: TEST_OPERATION_FAILED" }),
    { is: "refused", because: "conflict" },
  ],
  ["a gateway's page", answered(502, "<html>Bad gateway</html>"), { is: "retry" }],
  ["down for a while", answered(503, "", { "retry-after": "5" }), { is: "retry", afterMs: 5000 }],
  ["a request that took too long there", answered(408), { is: "retry" }],
]

test.each(CASES)("%s", (_, answer, meaning) => {
  const failure = failureOf(answer)
  if (meaning === null) return expect(failure).toBeNull()
  for (const [member, value] of Object.entries(meaning)) {
    const found = Object.entries(failure ?? {}).find(([name]) => name === member)?.[1]
    if (value instanceof RegExp) expect(found).toMatch(value)
    else expect(found).toEqual(value)
  }
})

test("A reason of the way there ends the sentence, once", () => {
  for (const reason of ["no answer within 8000 ms", "no answer within 8000 ms."])
    expect(failureOf({ is: "unreachable", reason })).toMatchObject({ reason: "Unleash did not answer: no answer within 8000 ms." })
})

test("A date is measured against our own clock where the service does not tell its time", () => {
  const until = new Date(Date.now() + 60_000).toUTCString()
  const failure = failureOf(answered(429, "", { "retry-after": until }))
  expect(failure).toMatchObject({ is: "retry", afterMs: expect.toSatisfy((ms: number) => ms > 50_000 && ms <= 60_000) })
})

test("What the service says stays there: it can hold people's ids, other projects, or the token itself", () => {
  const secrets = [
    answered(404, {
      message: 'There\'s no feature named "x" in project "default", but there\'s a feature with that name in project "secret"',
    }),
    answered(500, { message: 'Test operation failed\ntree: {"constraints":[{"values":["secret"]}]}' }),
    answered(400, { name: "BadDataError", message: "secret" }),
    answered(503, "secret"),
  ]
  for (const answer of secrets) expect(JSON.stringify(failureOf(answer))).not.toContain("secret")
})

test.each(["<html>Sign in</html>", "", "{", "[]", '{"other":1}', "null"])(
  "%s is no answer of Unleash, and may be gone a moment later",
  (body) => {
    expect(readAnswer(z.object({ enabled: z.boolean() }), body)).toMatchObject({ is: "retry" })
  },
)
