import { expect, test } from "vitest"
import { z } from "zod"
import { readGitHubAnswer } from "#lib/hooks/providers/github.ts"
import type { OutboundAnswer } from "#lib/outbound/outbound.ts"

const NOW = Temporal.Instant.fromEpochMilliseconds(1_772_350_000_000)

function answered(status: number, headers: Record<string, string> = {}, body = ""): OutboundAnswer {
  return { is: "answered", status, headers: new Headers(headers), body }
}

const reset = (after: number) => ({ "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(1_772_350_000 + after) })

test.each<[string, OutboundAnswer, string]>([
  ["an answer", answered(200, {}, '{"ok":true}'), "told"],
  ["an answer of another shape", answered(200, {}, '{"ok":7}'), "refused"],
  ["no JSON", answered(200, {}, "<html>"), "refused"],
  ["an unknown commit", answered(404), "refused"],
  ["a wrong token", answered(401), "refused"],
  ["a token that may not", answered(403, {}, "Resource not accessible by personal access token"), "refused"],
  ["too much, with the time to wait", answered(429, { "retry-after": "7" }), "later 7"],
  ["a limit of the second kind that says when", answered(403, { "retry-after": "30" }), "later 30"],
  ["one that does not", answered(403, {}, "You have exceeded a secondary rate limit"), "later 60"],
  ["too much, without a word", answered(429), "later 60"],
  ["the hour's limit", answered(403, reset(90)), "later 90"],
  ["a limit that was over already", answered(403, reset(-5)), "later 1"],
  ["a limit beyond belief", answered(429, { "retry-after": "999999" }), "later 3600"],
  ["a limit in words", answered(429, { "retry-after": "soon" }), "later 60"],
  ["a fault", answered(502), "later 30"],
  ["silence", { is: "unreachable", reason: "no whole answer came within 10000 ms." }, "later 10"],
  ["our own guard", { is: "refused", reason: "is private" }, "refused"],
])("%s", (_, answer, wanted) => {
  const read = readGitHubAnswer(answer, z.object({ ok: z.literal(true) }), NOW)
  expect(read.is === "later" ? `later ${read.after.total("seconds")}` : read.is).toBe(wanted)
})
