import { pino } from "pino"
import { beforeAll, describe, expect, test } from "vitest"
import { z } from "zod"
import { Conflict, NotFound, Stale } from "#lib/kernel/errors.ts"
import type { Log } from "#lib/kernel/log.ts"
import { shareRuntime } from "#lib/runtime.ts"
import { ask } from "#tests/support/ask.ts"
import { aWorld, type World } from "#tests/support/world.ts"
import * as unknownRoute from "../../../app/api/[[...unknown]]/route.ts"
import { operation } from "../../../app/api/operation.ts"
import { resource } from "../../../app/api/resource.ts"
import { serve } from "../../../app/api/serve-operation.ts"

type Line = { level: string; fields: Record<string, unknown> }
const lines: Line[] = []

beforeAll(async () => {
  const world: World = await aWorld()
  shareRuntime({ ...world, log: logInto(lines) })
})

const echo = serve(
  operation({
    method: "post",
    path: "/api/v1/echoes/{id}",
    act: "release.plan",
    summary: "Say it back",
    params: z.object({ id: z.uuid() }),
    query: z.object({ loud: z.enum(["yes", "no"]).default("no") }),
    body: z.object({ words: z.string().max(20), inner: z.strictObject({ count: z.int() }).optional() }),
    answers: {
      200: { description: "The words", schema: z.object({ words: z.string() }) },
      409: { description: "Not now", schema: z.object({ checks: z.array(z.string()) }) },
    },
    run: async ({ body, query }) => {
      if (body.words === "not ready") return { status: 409, problem: { code: "not_ready", detail: "Not yet.", checks: ["approved"] } }
      if (body.words === "stale") throw new Stale("It changed.")
      if (body.words === "gone") throw new NotFound("echo")
      if (body.words === "twice") throw new Conflict("scheduled", "It is scheduled.")
      if (body.words === "broken") throw new Error("the secret reason")
      return { status: 200, body: { words: query.loud === "yes" ? body.words.toUpperCase() : body.words } }
    },
  }),
)

const params = { id: "0198c0de-0000-7000-8000-000000000001" }
const path = "/api/v1/echoes/0198c0de-0000-7000-8000-000000000001"

test("a good request is answered in JSON that nobody may store", async () => {
  const response = await ask(echo, `${path}?loud=yes`, { params, body: { words: "hello" } })
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({ words: "HELLO" })
  expect(response.headers.get("content-type")).toBe("application/json")
  expect(response.headers.get("cache-control")).toBe("no-store")
  expect(response.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/)
})

describe("who asks", () => {
  test.each([null, "", "wrong", "curtain_0000000000000000000000000000000000"])("the token %j is answered 401", async (token) => {
    const response = await ask(echo, path, { params, token, body: { words: "hello" } })
    expect(response.status).toBe(401)
    expect(response.headers.get("www-authenticate")).toMatch(/^Bearer realm="Curtain"/)
  })

  test("comes before what is asked: a stranger learns nothing about the input", async () => {
    const response = await ask(echo, "/api/v1/echoes/1", { params: { id: "1" }, token: null, rawBody: "{", method: "POST" })
    expect(response.status).toBe(401)
  })

  test("a token in the address counts for nothing", async () => {
    const response = await ask(echo, `${path}?access_token=bootstrap-token-of-the-tests`, { params, token: null, body: { words: "hello" } })
    expect(response.status).toBe(401)
  })
})

describe("what is asked", () => {
  test("all problems come at once, each with its path", async () => {
    const body = { words: 7, inner: { count: 1.5, more: true }, other: 1 }
    const response = await ask(echo, `${path}?loud=maybe&quiet=1`, { params, body })
    expect(response.status).toBe(422)
    expect(response.headers.get("content-type")).toBe("application/problem+json")
    const problem = await response.json()
    expect(problem).toMatchObject({
      code: "invalid",
      status: 422,
      title: "Unprocessable Entity",
      requestId: response.headers.get("x-request-id"),
    })
    const paths = problem.errors.map((complaint: { path: string }) => complaint.path).sort()
    expect(paths).toEqual(["inner.count", "inner.more", "loud", "other", "quiet", "words"])
  })

  test("a missing field is said to be required, also when there is no body at all", async () => {
    const response = await ask(echo, path, { params, method: "POST" })
    expect(await response.json()).toMatchObject({ status: 422, errors: [{ path: "words", message: "is required" }] })
  })

  test.each(["{", "nonsense", '{"words":"a",}', "{'words':'a'}"])("%j is not JSON: 400", async (rawBody) => {
    const response = await ask(echo, path, { params, rawBody })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ code: "malformed" })
  })

  test("bytes that are not UTF-8: 400", async () => {
    const rawBody = new Uint8Array([...new TextEncoder().encode('{"words":"'), 0xff, 0xfe, ...new TextEncoder().encode('"}')])
    expect((await ask(echo, path, { params, rawBody })).status).toBe(400)
  })

  test.each(["text/plain", "application/x-www-form-urlencoded", "", "application/json; charset=latin1"])(
    "the content type %j: 415",
    async (type) => {
      const response = await ask(echo, path, { params, body: { words: "a" }, headers: { "content-type": type } })
      expect(response.status).toBe(415)
    },
  )

  test.each(["application/json; charset=utf-8", "application/vnd.api+json", "APPLICATION/JSON"])(
    "the content type %j is JSON",
    async (type) => {
      expect((await ask(echo, path, { params, body: { words: "a" }, headers: { "content-type": type } })).status).toBe(200)
    },
  )

  test("more than 1 MB is refused while it arrives, whatever its length was said to be", async () => {
    let sent = 0
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 65_536
        controller.enqueue(new Uint8Array(65_536).fill(0x20))
      },
    })
    const response = await ask(echo, path, { params, rawBody: endless, headers: { "content-length": "2" } })
    expect(response.status).toBe(413)
    expect(sent).toBeLessThan(1_300_000)
  })

  test("an upload that breaks off is the sender's problem", async () => {
    const broken = new ReadableStream({ start: (controller) => controller.error(new Error("the connection ended")) })
    expect((await ask(echo, path, { params, rawBody: broken })).status).toBe(400)
  })

  test("a path whose id cannot be one names nothing", async () => {
    const response = await ask(echo, "/api/v1/echoes/7", { params: { id: "7" }, body: { words: "a" } })
    expect(response.status).toBe(404)
  })

  test("a query field given twice is refused, not chosen between", async () => {
    const response = await ask(echo, `${path}?loud=yes&loud=no`, { params, body: { words: "a" } })
    expect(await response.json()).toMatchObject({ status: 422, errors: [{ path: "loud", message: "is given more than once" }] })
  })

  test.each([
    '{"words":"a","__proto__":{"words":"b"}}',
    '{"words":"a\\u0000"}',
    '{"words":"\\ud800"}',
    `{"words":${"[".repeat(400_000)}${"]".repeat(400_000)}}`,
  ])("JSON that must not be handed on is refused", async (rawBody) => {
    expect((await ask(echo, path, { params, rawBody })).status).toBe(422)
  })
})

describe("what comes back", () => {
  test("a returned refusal carries its own members, and only those it describes", async () => {
    const response = await ask(echo, path, { params, body: { words: "not ready" } })
    expect(response.status).toBe(409)
    expect(response.headers.get("content-type")).toBe("application/problem+json")
    expect(await response.json()).toEqual({
      status: 409,
      title: "Conflict",
      code: "not_ready",
      detail: "Not yet.",
      checks: ["approved"],
      requestId: response.headers.get("x-request-id"),
    })
  })

  test.each([
    ["stale", 409, "stale"],
    ["gone", 404, "not_found"],
    ["twice", 409, "scheduled"],
  ])("the refusal %s becomes %d %s", async (words, status, code) => {
    const response = await ask(echo, path, { params, body: { words } })
    expect(await response.json()).toMatchObject({ status, code })
  })

  test("a fault shows an id and nothing of what happened; the log has both, once, and no body", async () => {
    lines.length = 0
    const response = await ask(echo, path, { params, body: { words: "broken" } })
    const text = await response.text()
    expect(response.status).toBe(500)
    expect(text).not.toMatch(/secret|stack|\.ts:| {4}at /)
    expect(lines).toEqual([
      { level: "error", fields: expect.objectContaining({ requestId: JSON.parse(text).requestId, reason: "the secret reason" }) },
    ])
    expect(JSON.stringify(lines)).not.toContain("bootstrap-token-of-the-tests")
  })

  test("one line tells each request: route pattern, status, time and who, but no ids, bodies or tokens", async () => {
    lines.length = 0
    await ask(echo, `${path}?loud=yes`, { params, body: { words: "whisper" } })
    expect(lines).toEqual([
      {
        level: "info",
        fields: {
          requestId: expect.any(String),
          method: "post",
          route: "/api/v1/echoes/{id}",
          status: 200,
          ms: expect.any(Number),
          actor: "bootstrap token",
        },
      },
    ])
  })
})

describe("addresses and methods", () => {
  const read = operation({
    method: "get",
    path: "/api/v1/echoes",
    act: "release.read",
    summary: "List",
    answers: { 200: { description: "All", schema: z.object({ items: z.array(z.string()) }) } },
    run: async () => ({ status: 200, body: { items: [] } }),
  })

  test("a method that an address does not take is answered 405 with those it does", async () => {
    const response = await ask(resource(read).DELETE, "/api/v1/echoes", { method: "DELETE" })
    expect(response.status).toBe(405)
    expect(response.headers.get("allow")).toBe("GET, HEAD, OPTIONS")
    expect(await response.json()).toMatchObject({ code: "method_not_allowed" })
  })

  test("OPTIONS names the methods", async () => {
    const response = await ask(resource(read).OPTIONS, "/api/v1/echoes", { method: "OPTIONS" })
    expect([response.status, response.headers.get("allow")]).toEqual([204, "GET, HEAD, OPTIONS"])
  })

  test("an unknown address under /api is a problem like any other", async () => {
    const response = await ask(unknownRoute.POST, "/api/v1/nothing/here", { method: "POST" })
    expect(response.status).toBe(404)
    expect(response.headers.get("content-type")).toBe("application/problem+json")
  })
})

function logInto(target: Line[]): Log {
  const write = (text: string) => {
    const { level, time: _, msg: __, ...fields } = JSON.parse(text)
    target.push({ level, fields })
  }
  return pino({ base: null, formatters: { level: (level) => ({ level }) } }, { write })
}
