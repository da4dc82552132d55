import { beforeAll, describe, expect, test } from "vitest"
import { shareRuntime } from "#lib/runtime.ts"
import { API_TOKEN, aWorld } from "#tests/support/world.ts"
import * as oneFlag from "../../../app/api/v1/flags/[id]/route.ts"
import * as allFlags from "../../../app/api/v1/flags/route.ts"

beforeAll(async () => {
  shareRuntime(await aWorld())
})

type Answer = { status: number; body: Record<string, unknown> }

async function call(method: "GET" | "POST" | "PATCH", path: string, body?: unknown): Promise<Answer> {
  const request = new Request(`http://localhost:3000/api/v1/flags${path}`, {
    method,
    headers: { authorization: `Bearer ${API_TOKEN}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const id = path.startsWith("/") ? path.slice(1) : null
  const handlers: Record<"GET" | "POST" | "PATCH", typeof allFlags.GET> = id === null ? allFlags : oneFlag
  const response = await handlers[method](request, { params: Promise.resolve(id === null ? {} : { id }) })
  return { status: response.status, body: await response.json() }
}

const create = (key: string) => call("POST", "", { connection: "builtin", key, environment: "production" })

describe("the flags of the HTTP interface", () => {
  test("are created off, and told whole", async () => {
    const { status, body } = await create("new-editor")
    expect(status).toBe(201)
    expect(body).toEqual({
      id: expect.any(String),
      connection: "builtin",
      key: "new-editor",
      environment: "production",
      description: "",
      exposure: { kind: "off" },
      observedAt: null,
      enabled: false,
      rollout: 100,
      targeting: [],
      releases: [],
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    })
    expect(await call("GET", `/${body.id}`)).toEqual({ status: 200, body })
  })

  test("are refused a second time with 409 and the id of the first", async () => {
    const { body } = await create("twice")
    const again = await create("twice")
    expect(again).toMatchObject({ status: 409, body: { code: "flag_exists", detail: expect.stringContaining(String(body.id)) } })
  })

  test("are changed in what was given, with their new exposure", async () => {
    const { body } = await create("changed")
    const rule = { conditions: [{ trait: "plan", operator: "in", values: ["pro", "team"] }], rollout: 100 }
    expect(await call("PATCH", `/${body.id}`, { enabled: true, rollout: 5 })).toMatchObject({
      status: 200,
      body: { enabled: true, rollout: 5, targeting: [], exposure: { kind: "percentage", percent: 5 } },
    })
    expect(await call("PATCH", `/${body.id}`, { targeting: [rule] })).toMatchObject({
      status: 200,
      body: { rollout: 5, targeting: [rule], exposure: { kind: "targeted", summary: "1 rule, everyone else 5 %" } },
    })
  })

  test("are refused with everything that is wrong", async () => {
    expect(await call("POST", "", { connection: "unleash", key: "a b", color: "red" })).toMatchObject({
      status: 422,
      body: {
        errors: expect.arrayContaining(["connection", "key", "environment", "color"].map((path) => expect.objectContaining({ path }))),
      },
    })
    const { body } = await create("refused")
    const rule = { conditions: [{ trait: "plan", operator: "greater_than", values: [true] }], rollout: 101 }
    expect(await call("PATCH", `/${body.id}`, { rollout: 1.5, targeting: [rule], key: "other" })).toMatchObject({
      status: 422,
      body: { errors: expect.arrayContaining([expect.objectContaining({ path: "targeting.0.conditions.0.values.0" })]) },
    })
  })

  test("are listed page by page", async () => {
    for (const key of ["listed-1", "listed-2", "listed-3"]) await create(key)
    const first = await call("GET", "?limit=2")
    expect(first.body).toMatchObject({ items: [{ key: "listed-3" }, { key: "listed-2" }], nextCursor: expect.any(String) })
    const next = await call("GET", `?limit=1&cursor=${first.body.nextCursor}`)
    expect(next.body).toMatchObject({ items: [{ key: "listed-1" }] })
    expect(await call("GET", "?key=listed-2&environment=production")).toMatchObject({
      body: { items: [{ key: "listed-2" }], nextCursor: null },
    })
    expect(await call("GET", "?cursor=nonsense")).toMatchObject({ status: 422 })
  })

  test.each(["01890000-0000-7000-8000-000000000000", "nonsense"])("that are not there, like %s, are 404", async (id) => {
    expect(await call("GET", `/${id}`)).toMatchObject({ status: 404, body: { code: "not_found" } })
    expect(await call("PATCH", `/${id}`, { enabled: true })).toMatchObject({ status: 404 })
  })
})
