import fc from "fast-check"
import { beforeAll, expect, test } from "vitest"
import { shareRuntime } from "#lib/runtime.ts"
import { ask } from "#tests/support/ask.ts"
import { aWorld } from "#tests/support/world.ts"
import { allOperations } from "../../../app/api/all-operations.ts"
import type { Operation } from "../../../app/api/operation.ts"
import { serve } from "../../../app/api/serve-operation.ts"

beforeAll(async () => shareRuntime(await aWorld()))

/** What a fault would show as: the word with which the portal says "it was us". */
const OUR_FAULT = /"code":"fault"/

const id = "0198c0de-0000-7000-8000-000000000001"
const written = allOperations.filter(({ method }) => method !== "get")
const read = allOperations.filter(({ method }) => method === "get")

/** Shown by its name where a run fails, not with all its schemas. */
const oneOf = (operations: readonly Operation[]) =>
  fc.constantFrom(...operations.map((operation) => ({ operation, [fc.toStringMethod]: () => `${operation.method} ${operation.path}` })))

const oddText = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "\0",
    "\ud800",
    "__proto__",
    "constructor",
    "' or 1=1 --",
    "9".repeat(400),
    "1e400",
    "-0",
    "0000-00-00T00:00:00Z",
    "../../etc",
  ),
)

const oddValue = fc.jsonValue({ maxDepth: 5, noUnicodeString: false }).chain((value) => fc.constantFrom(value, [value], { value }, null))

/** Names that the operations know, so that what is behind them is reached too. */
const NAMES = [
  "name",
  "title",
  "scopes",
  "expiresAt",
  "environment",
  "changes",
  "flags",
  "key",
  "body",
  "hash",
  "sha",
  "commits",
  "__proto__",
]
const oddBody = fc.dictionary(fc.oneof(fc.constantFrom(...NAMES), oddText), fc.oneof(oddValue, oddText, fc.array(oddText)))

test("whatever JSON is sent, it is never our fault", async () => {
  await fc.assert(
    fc.asyncProperty(oneOf(written), oddBody, fc.option(oddText), async ({ operation }, body, key) => {
      const header = key !== null && /^[\x20-\x7e]*$/.test(key) ? { "idempotency-key": key } : {}
      const method = operation.method.toUpperCase()
      const response = await ask(serve(operation), operation.path.replace("{id}", id), {
        method,
        body,
        headers: header,
        params: paramsOf(operation),
      })
      expect(await response.text()).not.toMatch(OUR_FAULT)
      expect(response.status).toBeLessThan(500)
    }),
    { numRuns: 150 },
  )
})

test("whatever bytes are sent, it is never our fault", async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    oddText.map((text) => new TextEncoder().encode(`{"name":"${text}"`)),
  )
  await fc.assert(
    fc.asyncProperty(oneOf(written), bytes, async ({ operation }, rawBody) => {
      const method = operation.method.toUpperCase()
      const response = await ask(serve(operation), operation.path.replace("{id}", id), {
        method,
        rawBody: new Uint8Array(rawBody),
        params: paramsOf(operation),
      })
      expect(response.status).toBeLessThan(500)
    }),
    { numRuns: 100 },
  )
})

test("whatever address is asked for, it is never our fault", async () => {
  const names = fc.constantFrom("limit", "cursor", "state", "key", "environment", "repository", "type", "audience", "flag", "other")
  await fc.assert(
    fc.asyncProperty(oneOf(read), fc.dictionary(names, oddText), oddText, async ({ operation }, query, odd) => {
      const asked = `${operation.path.replace("{id}", encodeURIComponent(odd.toWellFormed()))}?${new URLSearchParams(query)}`
      const params: Record<string, string> = operation.path.includes("{id}") ? { id: odd } : {}
      expect((await ask(serve(operation), asked, { params })).status).toBeLessThan(500)
    }),
    { numRuns: 150 },
  )
})

test.each([
  ["a list of half a million numbers", `{"scopes":[${"1,".repeat(499_000)}1]}`],
  ["a tower of brackets", `${"[".repeat(500_000)}${"]".repeat(500_000)}`],
  ["a tower of objects", `${'{"a":'.repeat(170_000)}1${"}".repeat(170_000)}`],
  ["the same name many times", `{${'"name":1,'.repeat(100_000)}"name":2}`],
  ["many names", `{${Array.from({ length: 60_000 }, (_, at) => `"n${at}":1`).join(",")}}`],
  ["a number without end", `{"name":${"9".repeat(900_000)}}`],
])("%s is refused without much work", async (_, rawBody) => {
  for (const operation of written.filter(({ body }) => body !== null).slice(0, 4)) {
    const startedAt = performance.now()
    const method = operation.method.toUpperCase()
    const response = await ask(serve(operation), operation.path.replace("{id}", id), { method, rawBody, params: paramsOf(operation) })
    expect([404, 422]).toContain(response.status)
    expect(performance.now() - startedAt).toBeLessThan(3000)
  }
})

function paramsOf({ path }: { path: string }): Record<string, string> {
  return path.includes("{id}") ? { id } : {}
}
