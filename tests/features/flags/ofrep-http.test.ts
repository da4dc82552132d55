import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { createToken } from "#lib/access/create-token.ts"
import { createTokenInput } from "#lib/access/input.ts"
import { revokeToken } from "#lib/access/revoke-token.ts"
import { changeBuiltInFlag } from "#lib/flags/change-built-in-flag.ts"
import { ADA, API_TOKEN, aWorld, type World } from "#tests/support/world.ts"
import { aFlag, revisionReached, steadyRevision } from "./flag-journeys.ts"
import { type ServedRoutes, serveRoutes } from "./serve-routes.ts"

let world: World
let served: ServedRoutes

beforeAll(async () => {
  world = await aWorld()
  served = await serveRoutes({ ...world, revision: steadyRevision(world) })
  await changeBuiltInFlag(world, ADA, { id: await aFlag(world, "checkout"), enabled: true })
  await revisionReached(world)
})
afterAll(() => served.close())

const ALL = "/ofrep/v1/evaluate/flags"
const ONE = `${ALL}/checkout`
const JSON_BODY = { "content-type": "application/json" }

function post(path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = JSON_BODY): Promise<Response> {
  return fetch(served.url + path, { method: "POST", headers, body })
}

describe.each([ONE, ALL])("%s", (path) => {
  const key = path === ONE ? { key: "checkout" } : {}

  test.each<[what: string, body: string | Uint8Array<ArrayBuffer>, errorCode: string]>([
    ["nothing", "", "INVALID_CONTEXT"],
    ["no JSON", "{context", "PARSE_ERROR"],
    ["no UTF-8", new Uint8Array([0x22, 0xff, 0x22]), "PARSE_ERROR"],
    ["a list", "[]", "PARSE_ERROR"],
    ["null", "null", "PARSE_ERROR"],
    ["no context", "{}", "INVALID_CONTEXT"],
    ["null as context", '{"context":null}', "INVALID_CONTEXT"],
    ["a text as context", '{"context":"ada"}', "INVALID_CONTEXT"],
    ["a list as context", '{"context":["ada"]}', "INVALID_CONTEXT"],
    ["a number as targeting key", '{"context":{"targetingKey":7}}', "INVALID_CONTEXT"],
  ])("answers 400 to %s", async (_, body, errorCode) => {
    const response = await post(path, body)
    expect([response.status, await response.json()]).toEqual([400, { ...key, errorCode, errorDetails: expect.any(String) }])
  })

  test.each([
    '{"context":{}}',
    '{"context":{"targetingKey":null}}',
    '{"context":{"targetingKey":""}}',
    '{"context":{"__proto__":{"targetingKey":7}},"x":1}',
  ])("takes %s for somebody who is not known yet", async (body) => {
    const response = await post(path, body)
    expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/json; charset=utf-8"])
    expect(await response.text()).toContain('"value":true')
  })

  test("answers 413 to more than a megabyte, however it is announced", async () => {
    const response = await post(path, JSON.stringify({ context: { note: "x".repeat(1024 * 1024) } }))
    expect([response.status, await response.json()]).toEqual([413, { ...key, errorCode: "GENERAL", errorDetails: expect.any(String) }])
  })

  test.each(["GET", "PUT", "PATCH", "DELETE"])("answers 405 to %s and says what it takes", async (method) => {
    const response = await fetch(served.url + path, { method })
    expect([response.status, response.headers.get("allow")]).toEqual([405, "OPTIONS, POST"])
  })

  test("lets any page ask, without cookies", async () => {
    const preflight = await fetch(served.url + path, { method: "OPTIONS" })
    expect(preflight.status).toBe(204)
    expect(Object.fromEntries(preflight.headers)).toMatchObject({
      "access-control-allow-origin": "*",
      "access-control-allow-methods": "POST",
      "access-control-allow-headers": "Authorization, Content-Type, If-None-Match, X-API-Key",
    })
    for (const response of [
      await post(path, '{"context":{}}'),
      await post(path, "no JSON"),
      await post(path, "{}", { "x-api-key": "wrong" }),
    ]) {
      expect(response.headers.get("access-control-allow-origin")).toBe("*")
      expect(response.headers.get("access-control-expose-headers")).toContain("ETag")
      expect(response.headers.has("access-control-allow-credentials")).toBe(false)
      expect(response.headers.get("cache-control")).toBe("no-store")
    }
  })

  test("answers 401 to a key that is none, and says how to send one", async () => {
    const response = await post(path, '{"context":{}}', { ...JSON_BODY, authorization: "Bearer wrong" })
    expect([response.status, response.headers.get("www-authenticate")]).toEqual([401, 'Bearer realm="Curtain", error="invalid_token"'])
  })

  test("takes a key in either header", async () => {
    for (const headers of [
      { authorization: `Bearer ${API_TOKEN}` },
      { authorization: `bearer ${API_TOKEN}` },
      { "x-api-key": API_TOKEN },
    ]) {
      expect((await post(path, '{"context":{}}', { ...JSON_BODY, ...headers })).status).toBe(200)
    }
  })
})

test("An answer names its ETag, and 304 repeats it without a body", async () => {
  const first = await post(ALL, '{"context":{}}')
  const etag = first.headers.get("etag") ?? ""
  expect(etag).toMatch(/^"[\w-]{43}"$/)
  for (const known of [etag, `W/${etag}`, etag.replaceAll('"', ""), `"x", ${etag}`]) {
    const again = await post(ALL, '{"context":{}}', { ...JSON_BODY, "if-none-match": known })
    expect([again.status, again.headers.get("etag"), await again.text()]).toEqual([304, etag, ""])
  }
})

test("A process that cannot confirm what is public says so to visitors, and still serves a team's servers", async () => {
  const cutOff = await serveRoutes({ ...world, revision: { ...world.revision, current: () => ({ is: "unconfirmed" }) } })
  try {
    const ask = (headers: Record<string, string>) =>
      fetch(cutOff.url + ONE, { method: "POST", headers: { ...JSON_BODY, ...headers }, body: '{"context":{}}' })
    const refused = await ask({})
    expect([refused.status, refused.headers.get("retry-after"), await refused.json()]).toEqual([
      503,
      "1",
      { key: "checkout", errorCode: "GENERAL", errorDetails: expect.any(String) },
    ])
    expect((await ask({ "x-api-key": API_TOKEN })).status).toBe(200)
  } finally {
    await cutOff.close()
  }
})

test("Visitors cost one query in a revision, however many ask", async () => {
  let queries = 0
  const countingDb: World["publicDb"] = Object.assign(Object.create(world.publicDb), {
    select: (fields: Parameters<World["publicDb"]["select"]>[0]) => {
      queries += 1
      return world.publicDb.select(fields)
    },
  })
  const counted = await serveRoutes({ ...world, publicDb: countingDb, revision: steadyRevision(world) })
  try {
    const ask = (path: string) => fetch(counted.url + path, { method: "POST", headers: JSON_BODY, body: '{"context":{}}' })
    const answers = await Promise.all([ask(ALL), ask(ONE), ask(ONE), ask(ALL)])
    expect([...answers.map(({ status }) => status), (await ask(ONE)).status]).toEqual([200, 200, 200, 200, 200])
    expect(queries).toBe(1)
  } finally {
    await counted.close()
  }
})

test("A key that is revoked while others with it are being answered is refused from then on", async () => {
  const { id, token } = await createToken(world, ADA, createTokenInput.parse({ name: "servers", scopes: ["flags:evaluate"] }))
  const ask = async () => (await post(ALL, '{"context":{}}', { ...JSON_BODY, "x-api-key": token })).status
  expect(await Promise.all(Array.from({ length: 30 }, ask))).toEqual(Array.from({ length: 30 }, () => 200))
  const before = Array.from({ length: 30 }, ask)
  await revokeToken(world, ADA, id)
  expect(await Promise.all(Array.from({ length: 30 }, ask))).toEqual(Array.from({ length: 30 }, () => 401))
  expect(new Set([...(await Promise.all(before)), 200, 401])).toEqual(new Set([200, 401]))
})

test.each([
  ["A fault of ours", Object.assign(new Error("inner secret"), { code: "XX000" }), 500],
  ["A database that is away", Object.assign(new Error("inner secret"), { code: "ECONNREFUSED" }), 503],
])("%s is told without its reason", async (_, fault, status) => {
  const db = new Proxy(world.db, {
    get() {
      throw fault
    },
  })
  const silent = { ...world.log, warn: () => {}, error: () => {} }
  const broken = await serveRoutes({ ...world, db, log: silent })
  try {
    const headers = { ...JSON_BODY, "x-api-key": API_TOKEN }
    const response = await fetch(broken.url + ONE, { method: "POST", headers, body: '{"context":{}}' })
    expect([response.status, await response.json()]).toEqual([
      status,
      { key: "checkout", errorCode: "GENERAL", errorDetails: expect.not.stringContaining("secret") },
    ])
  } finally {
    await broken.close()
  }
})
