import { sql } from "drizzle-orm"
import { beforeAll, beforeEach, describe, expect, test } from "vitest"
import { openDatabase } from "#db/client.ts"
import { createToken } from "#lib/access/create-token.ts"
import { createTokenInput } from "#lib/access/input.ts"
import { type Runtime, shareRuntime } from "#lib/runtime.ts"
import { ask } from "#tests/support/ask.ts"
import { ADA, aWorld, type World } from "#tests/support/world.ts"
import * as health from "../../../app/api/health/route.ts"
import * as metrics from "../../../app/api/metrics/route.ts"
import * as openApi from "../../../app/api/openapi.json/route.ts"

let world: World
beforeAll(async () => {
  world = await aWorld()
})
beforeEach(() => shareRuntime(world))

const confirmed: Runtime["revision"] = { current: () => ({ is: "confirmed", revision: 1 }), close: async () => {} }
const unconfirmed: Runtime["revision"] = { current: () => ({ is: "unconfirmed" }), close: async () => {} }
const askHealth = () => ask(health.GET, "/api/health", { token: null })

describe("health", () => {
  test("is ok, for anybody who asks, in a portal that works", async () => {
    await expect.poll(() => world.revision.current().is).toBe("confirmed")
    const response = await askHealth()
    expect([response.status, await response.json()]).toEqual([200, { status: "ok" }])
  })

  test("names a database that cannot be reached, and nothing of where it is", async () => {
    // Nothing listens on port 1.
    const away = openDatabase({ url: "postgresql://curtain:secret@127.0.0.1:1/curtain", max: 1, insertJob: async () => {} })
    shareRuntime({ ...world, db: away.db, revision: unconfirmed })
    const response = await askHealth()
    const text = await response.text()
    expect(response.status).toBe(503)
    expect(JSON.parse(text).broken).toEqual(["database", "site revision"])
    expect(text).not.toMatch(/secret|127\.0\.0\.1|ECONNREFUSED/)
    await away.close()
  })

  test("names a site revision that could not be confirmed", async () => {
    shareRuntime({ ...world, revision: unconfirmed })
    expect(await (await askHealth()).json()).toMatchObject({ status: 503, broken: ["site revision"] })
  })

  test("does not call a busy database broken", async () => {
    const narrow = openDatabase({ url: world.url, max: 1, insertJob: async () => {} })
    shareRuntime({ ...world, db: narrow.db, revision: confirmed })
    const busy = narrow.db.execute(sql`select pg_sleep(2.5)`)
    expect((await askHealth()).status).toBe(200)
    await busy
    await narrow.close()
  })

  test("names migrations that are missing", async () => {
    const narrow = openDatabase({ url: world.url, max: 1, insertJob: async () => {} })
    await narrow.db.execute(sql`begin`)
    await narrow.db.execute(sql`delete from schema_migrations`)
    shareRuntime({ ...world, db: narrow.db, revision: confirmed })
    expect(await (await askHealth()).json()).toMatchObject({ broken: ["migrations"] })
    await narrow.db.execute(sql`rollback`)
    await narrow.close()
  })

  test("is only read", async () => {
    expect((await ask(health.POST, "/api/health", { method: "POST" })).status).toBe(405)
  })
})

describe("metrics", () => {
  test("need their scope", async () => {
    const { token } = await createToken(world, ADA, createTokenInput.parse({ name: "CI", scopes: ["releases:read"] }))
    expect((await ask(metrics.GET, "/api/metrics", { token: null })).status).toBe(401)
    expect((await ask(metrics.GET, "/api/metrics", { token })).status).toBe(403)
  })

  test("tell the numbers that matter, in the text that Prometheus reads", async () => {
    const { token } = await createToken(world, ADA, createTokenInput.parse({ name: "Prometheus", scopes: ["metrics:read"] }))
    shareRuntime({ ...world, revision: confirmed })
    await askHealth()
    const response = await ask(metrics.GET, "/api/metrics", { token })
    expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8")
    const text = await response.text()
    expect(text).toMatch(/^curtain_site_revision 1$/m)
    expect(text).toMatch(/^curtain_launches_stuck 0$/m)
    expect(text).toMatch(/^curtain_oldest_unclaimed_job_seconds 0$/m)
    expect(text).toMatch(/^curtain_http_request_seconds_count\{method="get",route="\/api\/health",status="2xx"\} [1-9]/m)
    expect(text).toMatch(/^process_resident_memory_bytes /m)
  })

  test("show how long a due job has waited", async () => {
    await world.db.transaction((tx) => tx.insertJob({ name: "launch.advance", data: { launchId: "x" }, key: "x", startAfterSeconds: 0 }))
    await world.db.execute(sql`update pgboss.job set start_after = now() - interval '90 seconds'`)
    expect(await (await ask(metrics.GET, "/api/metrics")).text()).toMatch(/^curtain_oldest_unclaimed_job_seconds 9\d\.?\d*$/m)
  })

  test("leave out what is not known", async () => {
    shareRuntime({ ...world, revision: unconfirmed })
    expect(await (await ask(metrics.GET, "/api/metrics")).text()).not.toMatch(/^curtain_site_revision /m)
  })
})

describe("the description", () => {
  test("is open, and not sent twice to those who have it", async () => {
    const first = await ask(openApi.GET, "/api/openapi.json", { token: null })
    expect(first.status).toBe(200)
    expect(await first.json()).toMatchObject({ openapi: "3.1.0", servers: [{ url: "http://localhost:3000" }] })
    const etag = first.headers.get("etag") ?? ""
    const second = await ask(openApi.GET, "/api/openapi.json", { token: null, headers: { "if-none-match": `W/${etag}` } })
    expect([second.status, await second.text()]).toEqual([304, ""])
  })
})
