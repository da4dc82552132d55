import { fork } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { sql } from "drizzle-orm"
import { beforeAll, describe, expect, test } from "vitest"
import { z } from "zod"
import { createToken } from "#lib/access/create-token.ts"
import { createTokenInput } from "#lib/access/input.ts"
import { listTokens } from "#lib/access/queries.ts"
import { forgetOldAnswers } from "#lib/idempotency/forget-old-answers.ts"
import { Stale } from "#lib/kernel/errors.ts"
import { shareRuntime } from "#lib/runtime.ts"
import { ask } from "#tests/support/ask.ts"
import { until } from "#tests/support/until.ts"
import { ADA, aWorld, type World } from "#tests/support/world.ts"
import { operation, type Repeatable } from "../../../app/api/operation.ts"
import { serve } from "../../../app/api/serve-operation.ts"

let world: World
let keys = 0
const newKey = () => `key-${keys++}`

beforeAll(async () => {
  world = await aWorld()
  shareRuntime(world)
})

/** Leaves a token behind each time it runs, and stops where the test wants it to. */
function leavesToken(repeatable: Repeatable, meanwhile: (name: string) => Promise<void> = async () => {}) {
  const served = operation({
    method: "post",
    path: "/api/v1/things",
    act: "token.manage",
    summary: "Do it",
    query: z.object({ way: z.string().optional() }),
    body: z.object({ name: z.string(), more: z.string().optional() }),
    answers: { 201: { description: "Done", schema: z.object({ name: z.string(), id: z.string() }) } },
    repeatable,
    run: async ({ deps, actor, body }) => {
      const { id } = await createToken(deps, actor, createTokenInput.parse({ name: body.name, scopes: ["releases:read"] }))
      await meanwhile(body.name)
      return { status: 201, body: { name: body.name, id } }
    },
  })
  return serve(served)
}

async function effects(name: string): Promise<number> {
  return (await listTokens(world.db, { after: null, limit: 1000 })).filter((token) => token.name === name).length
}

const post = (handler: ReturnType<typeof serve>, key: string | null, body: unknown, path = "/api/v1/things") =>
  ask(handler, path, { body, headers: key === null ? {} : { "idempotency-key": key } })

describe.each(["in one transaction", "by itself"] as const)("a request repeated with its key (%s)", (repeatable) => {
  const handler = leavesToken(repeatable)

  test("is answered again, byte for byte, and done once", async () => {
    const key = newKey()
    const first = await post(handler, key, { name: key })
    const again = await post(handler, key, { name: key })
    expect([first.status, again.status]).toEqual([201, 201])
    expect(await again.text()).toBe(await first.text())
    expect([first.headers.get("idempotent-replay"), again.headers.get("idempotent-replay")]).toEqual([null, "true"])
    expect(await effects(key)).toBe(1)
  })

  test("is the same request with its members in another order", async () => {
    const key = newKey()
    await post(handler, key, { name: key, more: "a" })
    expect((await post(handler, key, { more: "a", name: key })).headers.get("idempotent-replay")).toBe("true")
  })

  test.each([
    ["another body", { name: "other" }, "/api/v1/things"],
    ["another query", null, "/api/v1/things?way=other"],
  ])("is refused with %s", async (_, body, path) => {
    const key = newKey()
    await post(handler, key, { name: key })
    const response = await post(handler, key, body ?? { name: key }, path)
    expect(await response.json()).toMatchObject({ status: 422, code: "idempotency_mismatch" })
    expect(await effects("other")).toBe(0)
  })

  test("is done anew by somebody else", async () => {
    const key = newKey()
    const { token } = await createToken(world, ADA, createTokenInput.parse({ name: "other admin", scopes: ["admin"] }))
    await post(handler, key, { name: key })
    const response = await ask(handler, "/api/v1/things", { token, body: { name: key }, headers: { "idempotency-key": key } })
    expect(response.headers.get("idempotent-replay")).toBeNull()
    expect(await effects(key)).toBe(2)
  })

  test("is told to wait while the first one is under way, and is done once", async () => {
    const key = newKey()
    const started = Promise.withResolvers<void>()
    const goOn = Promise.withResolvers<void>()
    const slow = leavesToken(repeatable, () => {
      started.resolve()
      return goOn.promise
    })
    const first = post(slow, key, { name: key })
    await started.promise
    const second = await post(slow, key, { name: key })
    expect(await second.json()).toMatchObject({ status: 409, code: "in_flight" })
    goOn.resolve()
    expect((await first).status).toBe(201)
    expect((await post(slow, key, { name: key })).headers.get("idempotent-replay")).toBe("true")
    expect(await effects(key)).toBe(1)
  })

  test("a refusal is not remembered: what was mended is done", async () => {
    const key = newKey()
    let refuses = true
    const mended = leavesToken(repeatable, async () => {
      if (refuses) throw new Stale("It changed.")
    })
    expect((await post(mended, key, { name: key })).status).toBe(409)
    refuses = false
    expect((await post(mended, key, { name: key })).status).toBe(201)
  })
})

test("twenty at once have one effect and one answer", async () => {
  const key = newKey()
  const handler = leavesToken("in one transaction")
  const responses = await Promise.all(Array.from({ length: 20 }, () => post(handler, key, { name: key })))
  const bodies = await Promise.all(responses.filter(({ status }) => status === 201).map((response) => response.text()))
  expect(responses.every(({ status }) => status === 201 || status === 409)).toBe(true)
  expect(new Set(bodies).size).toBe(1)
  expect(await effects(key)).toBe(1)
})

test("a process killed after the work and before the commit leaves nothing of it, and the request can be repeated", async () => {
  const key = newKey()
  const killed = fork(join(import.meta.dirname, "post-and-die.ts"), [world.url, world.publicUrl, key], { execArgv: ["--import", "tsx"] })
  const [, signal] = await once(killed, "exit")
  expect(signal).toBe("SIGKILL")
  expect(await effects(key)).toBe(0)
  // Until the server has noticed that the other end of the connection is gone, the key counts as in flight.
  const answers: Response[] = []
  await until(false, async () => {
    answers.push(await post(leavesToken("in one transaction"), key, { name: key }))
    return answers.at(-1)?.status === 409
  })
  const repeated = answers.at(-1)
  expect([repeated?.status, repeated?.headers.get("idempotent-replay")]).toEqual([201, null])
  expect(await effects(key)).toBe(1)
})

test("without a key every request is done", async () => {
  const handler = leavesToken("in one transaction")
  await post(handler, null, { name: "keyless" })
  await post(handler, null, { name: "keyless" })
  expect(await effects("keyless")).toBe(2)
})

test.each(["", "a b", "ä", "a".repeat(256)])("the key %j is refused", async (key) => {
  const response = await post(leavesToken("in one transaction"), key, { name: "x" })
  expect(await response.json()).toMatchObject({ status: 422, errors: [{ path: "Idempotency-Key" }] })
})

test("answers older than a week are forgotten, younger ones are not", async () => {
  const [old, young] = [newKey(), newKey()]
  const handler = leavesToken("in one transaction")
  await post(handler, old, { name: old })
  await post(handler, young, { name: young })
  await world.db.execute(sql`update idempotent_answers set created_at = now() - interval '7 days 1 second' where key = ${old}`)
  expect(await forgetOldAnswers(world)).toBe(1)
  expect((await post(handler, old, { name: old })).headers.get("idempotent-replay")).toBeNull()
  expect((await post(handler, young, { name: young })).headers.get("idempotent-replay")).toBe("true")
})
