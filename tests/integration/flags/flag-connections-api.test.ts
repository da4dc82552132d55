import { sql } from "drizzle-orm"
import { beforeAll, beforeEach, describe, expect, test } from "vitest"
import { createToken } from "#lib/access/create-token.ts"
import { createTokenInput } from "#lib/access/input.ts"
import { type FlagId, idOf } from "#lib/kernel/ids.ts"
import { shareRuntime } from "#lib/runtime.ts"
import { ask } from "#tests/support/ask.ts"
import { ADA, aWorld } from "#tests/support/world.ts"
import * as oneConnection from "../../../app/api/v1/flag-connections/[id]/route.ts"
import * as testing from "../../../app/api/v1/flag-connections/[id]/test/route.ts"
import * as connections from "../../../app/api/v1/flag-connections/route.ts"
import * as oneFlag from "../../../app/api/v1/flags/[id]/route.ts"
import * as flags from "../../../app/api/v1/flags/route.ts"
import { type Connected, connected, seen, TOKEN } from "./connection-steps.ts"
import { aRelease } from "./flag-steps.ts"

let world: Connected
beforeAll(async () => {
  world = connected(await aWorld())
})
beforeEach(() => {
  world = connected(world)
  shareRuntime(world)
})

const CONNECTIONS = "/api/v1/flag-connections"
const NEW = { kind: "unleash", name: "Shop", baseUrl: "https://shop.acme.example/unleash/", project: "shop", token: TOKEN }

type Answer = { status: number; text: string; body: Record<string, unknown> & { id: string } }

async function told(response: Response): Promise<Answer> {
  const text = await response.text()
  expect(text).not.toContain(TOKEN)
  return { status: response.status, text, body: text === "" ? {} : JSON.parse(text) }
}

let made = 0
const connect = async (more: object = {}, headers: Record<string, string> = {}) => {
  made += 1
  return told(await ask(connections.POST, CONNECTIONS, { body: { ...NEW, project: `shop-${made}`, ...more }, headers }))
}
const one = { GET: oneConnection.GET, PATCH: oneConnection.PATCH, DELETE: oneConnection.DELETE }
const at = async (id: string, method: keyof typeof one = "GET", body?: object) =>
  told(await ask(one[method], `${CONNECTIONS}/${id}`, { method, params: { id }, ...(body === undefined ? {} : { body }) }))
const addFlag = async (body: object, headers: Record<string, string> = {}) =>
  told(await ask(flags.POST, "/api/v1/flags", { body: { environment: "production", ...body }, headers }))

describe("flag connections", () => {
  test("are made, shown and listed without their token", async () => {
    const created = await connect({ project: "shown" })
    const shown = {
      id: expect.any(String),
      kind: "unleash",
      name: "Shop",
      baseUrl: "https://shop.acme.example/unleash",
      project: "shown",
      hasToken: true,
      testedAt: null,
      report: null,
      quietUntil: null,
      createdAt: expect.stringMatching(/Z$/),
    }
    expect(created).toMatchObject({ status: 201, body: shown })
    expect(Object.keys(created.body).sort()).toEqual(Object.keys(shown).sort())
    expect((await at(created.body.id)).body).toEqual(created.body)
    const list = await told(await ask(connections.GET, `${CONNECTIONS}?limit=1`))
    expect(list.body).toEqual({ items: [created.body], nextCursor: null })
  })

  test("are listed page by page, the newest first", async () => {
    const [first, second] = [await connect(), await connect()]
    const page = await told(await ask(connections.GET, `${CONNECTIONS}?limit=1`))
    expect(page.body).toMatchObject({ items: [{ id: second.body.id }], nextCursor: expect.any(String) })
    const rest = await told(await ask(connections.GET, `${CONNECTIONS}?limit=1&cursor=${page.body.nextCursor}`))
    expect(rest.body).toMatchObject({ items: [{ id: first.body.id }] })
  })

  test("say everything that is wrong with them at once", async () => {
    const answer = await connect({ kind: "memory", name: " ", baseUrl: "flags.acme.example", token: "short", more: 1 })
    expect(answer.status).toBe(422)
    expect((answer.body.errors as { path: string }[]).map(({ path }) => path).sort()).toEqual(["baseUrl", "kind", "more", "name", "token"])
  })

  test.each(["two words!", "ab\ncdefgh", "ключ-к-флагам", "x".repeat(1001)])(
    "refuse the token %j, which no header could carry",
    async (token) => {
      expect(await connect({ token })).toMatchObject({ status: 422, body: { errors: [{ path: "token" }] } })
    },
  )

  test("refuse an address of the inside, and a second connection to one project", async () => {
    expect(await connect({ baseUrl: "https://inside.acme.example" })).toMatchObject({
      status: 422,
      body: { errors: [{ path: "baseUrl" }] },
    })
    await connect({ project: "twice" })
    expect(await connect({ project: "twice", baseUrl: "https://SHOP.acme.example:443/unleash" })).toMatchObject({
      status: 409,
      body: { code: "connection_exists" },
    })
  })

  test("are answered again under their Idempotency-Key", async () => {
    const key = { "idempotency-key": "connect-once" }
    const body = { project: "once" }
    const [first, again] = [await connect(body, key), await connect(body, key)]
    expect(again.text).toBe(first.text)
    expect(await connect({ ...body, token: "another-token" }, key)).toMatchObject({ status: 422, body: { code: "idempotency_mismatch" } })
  })

  test("are edited, and lose their token with their address", async () => {
    const { id } = (await connect()).body
    expect(await at(id, "PATCH", { name: "Renamed" })).toMatchObject({ status: 200, body: { name: "Renamed", hasToken: true } })
    expect(await at(id, "PATCH", { baseUrl: "https://moved.acme.example" })).toMatchObject({ status: 200, body: { hasToken: false } })
    expect(await at(id, "PATCH", { project: "other" })).toMatchObject({ status: 422, body: { errors: [{ path: "project" }] } })
  })

  test("are tested, with a report that names what the token lacks", async () => {
    const { id } = (await connect()).body
    const report = { ok: false, checks: [{ check: "strategies", status: "fail" as const, detail: `Lacks UPDATE. You sent ${TOKEN}.` }] }
    world.service.answers.test = report
    const answer = await told(await ask(testing.POST, `${CONNECTIONS}/${id}/test`, { method: "POST", params: { id } }))
    expect(answer).toMatchObject({ status: 200, body: { id, testedAt: expect.any(String) } })
    expect(answer.body.report).toEqual({ ok: false, checks: [{ ...report.checks[0], detail: "Lacks UPDATE. You sent [cut]." }] })
    expect((await at(id)).body.report).toEqual(answer.body.report)
  })

  test("are removed, unless a release needs them", async () => {
    const { id } = (await connect()).body
    const flag = await addFlag({ connection: id, key: "needed" })
    await aRelease(world, [idOf<FlagId>(flag.body.id)])
    const refused = await at(id, "DELETE")
    expect(refused).toMatchObject({ status: 409, body: { code: "in_use", detail: expect.stringContaining("New editor") } })
    const other = (await connect()).body.id
    expect(await at(other, "DELETE")).toMatchObject({ status: 204 })
    expect(await at(other)).toMatchObject({ status: 404 })
  })

  test("are read with releases:read and managed with admin", async () => {
    const { id } = (await connect()).body
    const { token } = await createToken(world, ADA, createTokenInput.parse({ name: "reader", scopes: ["releases:read", "flags:write"] }))
    expect((await ask(oneConnection.GET, `${CONNECTIONS}/${id}`, { token, params: { id } })).status).toBe(200)
    expect((await ask(connections.POST, CONNECTIONS, { token, body: NEW })).status).toBe(403)
    expect((await ask(testing.POST, `${CONNECTIONS}/${id}/test`, { token, method: "POST", params: { id } })).status).toBe(403)
  })
})

describe("flags of a connection", () => {
  test("are shown with whom they serve and when that was seen, and with nothing that is not ours to say", async () => {
    const connection = (await connect()).body.id
    world.service.answers.read = seen({ kind: "targeted", summary: "2 users" })
    const added = await addFlag({ connection, key: "new~editor!", description: "A try" })
    expect(added).toMatchObject({ status: 201 })
    expect(added.body).toEqual({
      id: expect.any(String),
      connection,
      key: "new~editor!",
      environment: "production",
      description: "A try",
      exposure: { kind: "targeted", summary: "2 users" },
      observedAt: expect.stringMatching(/Z$/),
      enabled: null,
      rollout: null,
      targeting: null,
      releases: [],
      createdAt: expect.any(String),
    })
    const list = await told(await ask(flags.GET, `/api/v1/flags?connection=${connection}&key=new~editor!`))
    expect(list.body).toEqual({ items: [added.body], nextCursor: null })
    const { id } = added.body
    expect((await told(await ask(oneFlag.GET, `/api/v1/flags/${id}`, { params: { id } }))).body).toEqual(added.body)
  })

  test("change their description, and are told where the rest changes", async () => {
    const connection = (await connect()).body.id
    const { id } = (await addFlag({ connection, key: "described" })).body
    const patch = async (body: object) => told(await ask(oneFlag.PATCH, `/api/v1/flags/${id}`, { method: "PATCH", params: { id }, body }))
    expect(await patch({ description: "Ours" })).toMatchObject({ status: 200, body: { description: "Ours" } })
    expect(await patch({ enabled: true })).toMatchObject({
      status: 422,
      body: { errors: [{ path: "enabled", message: expect.stringContaining("change it in the flag service, or by a release") }] },
    })
  })

  test("are not added where the service does not show them, whatever the reason", async () => {
    const connection = (await connect()).body.id
    world.service.answers.read = { is: "refused", because: "missing", reason: "No such feature." }
    expect(await addFlag({ connection, key: "slip" })).toMatchObject({ status: 422, body: { errors: [{ path: "key" }] } })
    world.service.answers.read = { is: "refused", because: "credential", reason: `Token ${TOKEN} is unknown.` }
    expect(await addFlag({ connection, key: "slip" })).toMatchObject({ status: 409, body: { code: "flag_service_refused" } })
    world.service.answers.read = { is: "retry", reason: "It timed out." }
    expect(await addFlag({ connection, key: "slip" })).toMatchObject({ status: 503, body: { code: "flag_service_unavailable" } })
    expect(await addFlag({ connection: "other", key: "slip" })).toMatchObject({ status: 422, body: { errors: [{ path: "connection" }] } })
    const stranger = "0198c0de-0000-7000-8000-000000000001"
    expect(await addFlag({ connection: stranger, key: "slip" })).toMatchObject({ status: 422, body: { errors: [{ path: "connection" }] } })
  })

  test("are looked at outside of any transaction, and answered again under their Idempotency-Key", async () => {
    const connection = (await connect()).body.id
    const open: unknown[] = []
    const look = world.flags.look
    const watched = async (flag: Parameters<typeof look>[0]) => {
      open.push(...(await listOpenTransactions()))
      return look(flag)
    }
    shareRuntime({ ...world, flags: { ...world.flags, look: watched } })
    const key = { "idempotency-key": "add-once" }
    const [first, again] = [await addFlag({ connection, key: "once" }, key), await addFlag({ connection, key: "once" }, key)]
    expect([first.status, again.text]).toEqual([201, first.text])
    expect(open).toEqual([])
  })
})

/** Of our own connections to this database: somebody who waits for the network with one of these would hold its locks. */
async function listOpenTransactions() {
  return world.db.execute(sql`
    select query from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`)
}

describe("built-in flags", () => {
  test("are as they were, with stricter keys", async () => {
    const added = await addFlag({ connection: "builtin", key: "own" })
    expect(added).toMatchObject({
      status: 201,
      body: { connection: "builtin", exposure: { kind: "off" }, enabled: false, rollout: 100, targeting: [], observedAt: null },
    })
    expect(await addFlag({ connection: "builtin", key: "own~" })).toMatchObject({ status: 422, body: { errors: [{ path: "key" }] } })
    expect(await addFlag({ connection: "builtin", key: "own" })).toMatchObject({ status: 409, body: { code: "flag_exists" } })
    expect(world.service.calls).toEqual([])
  })
})
