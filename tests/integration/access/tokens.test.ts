import { sql } from "drizzle-orm"
import { beforeAll, describe, expect, test } from "vitest"
import { auditRecords } from "#db/schema/audit.ts"
import type { Scope } from "#lib/access/actor.ts"
import { createToken } from "#lib/access/create-token.ts"
import { findActor } from "#lib/access/find-actor.ts"
import { createTokenInput } from "#lib/access/input.ts"
import { getToken } from "#lib/access/queries.ts"
import { newTokenText } from "#lib/access/token-text.ts"
import { shareRuntime } from "#lib/runtime.ts"
import { ask, type Question } from "#tests/support/ask.ts"
import { ADA, API_TOKEN, aWorld, type World } from "#tests/support/world.ts"
import * as oneToken from "../../../app/api/v1/tokens/[id]/route.ts"
import * as tokens from "../../../app/api/v1/tokens/route.ts"

let world: World
beforeAll(async () => {
  world = await aWorld()
  shareRuntime(world)
})

const wish = (scopes: Scope[], more: object = {}) => createTokenInput.parse({ name: "CI of acme/shop", scopes, ...more })
const create = (body: unknown, more: Question = {}) => ask(tokens.POST, "/api/v1/tokens", { body, ...more })
const revoke = (id: string) => ask(oneToken.DELETE, `/api/v1/tokens/${id}`, { method: "DELETE", params: { id } })

describe("a token", () => {
  test("is told once, and works", async () => {
    const response = await create({ name: "CI of acme/shop", scopes: ["deployments:write"], environment: "production" })
    expect(response.status).toBe(201)
    const { id, token } = await response.json()
    expect(await findActor(world, token)).toEqual({
      kind: "token",
      id,
      name: "CI of acme/shop",
      scopes: ["deployments:write"],
      environment: "production",
    })
    const shown = await (await ask(oneToken.GET, `/api/v1/tokens/${id}`, { params: { id } })).json()
    expect(shown).toMatchObject({ id, name: "CI of acme/shop", revokedAt: null })
    expect(JSON.stringify(shown)).not.toContain(token)
  })

  test("is nowhere in the database, also when its making can be repeated", async () => {
    const headers = { "idempotency-key": "make-a-token" }
    const body = { name: "repeated", scopes: ["admin"] }
    const first = await (await create(body, { headers })).json()
    const again = await create(body, { headers })
    expect(again.headers.get("idempotent-replay")).toBe("true")
    expect(await again.json()).toEqual({ ...first, token: null })
    const rows = await world.db.execute(sql`
      select row_to_json(api_tokens)::text as row from api_tokens
      union all select row_to_json(idempotent_answers)::text from idempotent_answers
      union all select row_to_json(audit_records)::text from audit_records`)
    expect(JSON.stringify(rows)).not.toContain(first.token)
    expect(JSON.stringify(rows)).toContain(first.id)
  })

  test("is nobody's after it was revoked, at once, and revoking again changes nothing", async () => {
    const { id, token } = await createToken(world, ADA, wish(["releases:read"]))
    expect(await findActor(world, token)).not.toBeNull()
    expect((await revoke(id)).status).toBe(204)
    expect(await findActor(world, token)).toBeNull()
    const { revokedAt } = await getToken(world.db, id)
    expect((await revoke(id)).status).toBe(204)
    expect((await getToken(world.db, id)).revokedAt).toEqual(revokedAt)
    expect(await auditOf(id)).toEqual(["token.created", "token.revoked"])
  })

  test("ends by the database's clock", async () => {
    const { id, token } = await createToken(world, ADA, wish(["releases:read"], { expiresAt: "2999-01-01T00:00:00Z" }))
    expect(await findActor(world, token)).not.toBeNull()
    await world.db.execute(sql`update api_tokens set expires_at = now() where id = ${id}`)
    expect(await findActor(world, token)).toBeNull()
  })

  test("notes its last use, at most once a minute", async () => {
    const { id, token } = await createToken(world, ADA, wish(["releases:read"]))
    await findActor(world, token)
    const first = (await getToken(world.db, id)).lastUsedAt
    await findActor(world, token)
    expect((await getToken(world.db, id)).lastUsedAt).toEqual(first)
    await world.db.execute(sql`update api_tokens set last_used_at = last_used_at - interval '61 seconds' where id = ${id}`)
    await findActor(world, token)
    expect(first && (await getToken(world.db, id)).lastUsedAt).toSatisfy((now) => Temporal.Instant.compare(now, first ?? now) > 0)
  })

  test.each([
    [{ name: "x", scopes: ["admin"], expiresAt: "2020-01-01T00:00:00Z" }, "expiresAt"],
    [{ name: "x", scopes: ["admin"], expiresAt: "0000-01-01T00:00:00Z" }, "expiresAt"],
    [{ name: "x", scopes: ["admin"], expiresAt: "2999-01-01T00:00:00.1234567890Z" }, "expiresAt"],
    [{ name: "x", scopes: ["admin"], expiresAt: "2999-02-30T00:00:00Z" }, "expiresAt"],
    [{ name: "x", scopes: ["everything"] }, "scopes.0"],
    [{ name: "x", scopes: [] }, "scopes"],
    [{ name: " ", scopes: ["admin"] }, "name"],
    [{ name: "x", scopes: ["admin"], hash: "0" }, "hash"],
  ])("cannot be made from %j", async (body, path) => {
    const response = await create(body)
    expect(await response.json()).toMatchObject({ status: 422, errors: [{ path }] })
  })
})

describe("scopes", () => {
  test("only admin makes, lists, shows and revokes tokens", async () => {
    const { id } = await createToken(world, ADA, wish(["releases:read"]))
    const { token } = await createToken(world, ADA, wish(["releases:write", "releases:launch", "deployments:write"]))
    const answers = [
      await create({ name: "x", scopes: ["releases:write"] }, { token }),
      await ask(tokens.GET, "/api/v1/tokens", { token }),
      await ask(oneToken.GET, `/api/v1/tokens/${id}`, { token, params: { id } }),
      await ask(oneToken.DELETE, `/api/v1/tokens/${id}`, { token, method: "DELETE", params: { id } }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403])
    expect(answers[0]?.headers.get("www-authenticate")).toContain("insufficient_scope")
    expect((await getToken(world.db, id)).revokedAt).toBeNull()
  })

  test("an admin bound to an environment makes tokens of that environment only", async () => {
    const { token } = await createToken(world, ADA, wish(["admin"], { environment: "staging" }))
    expect((await create({ name: "x", scopes: ["flags:evaluate"], environment: "staging" }, { token })).status).toBe(201)
    expect((await create({ name: "x", scopes: ["flags:evaluate"] }, { token })).status).toBe(403)
  })
})

describe("who a text speaks for", () => {
  test("the bootstrap token may do everything", async () => {
    expect(await findActor(world, API_TOKEN)).toEqual({ kind: "bootstrap", name: "bootstrap token" })
  })

  test.each([newTokenText(), `${API_TOKEN} `, "", "curtain_", "x".repeat(100_000)])("%# is nobody", async (text) => {
    expect(await findActor(world, text)).toBeNull()
  })
})

test("the list goes from the newest to the oldest, page by page, without gaps", async () => {
  for (let made = 0; made < 5; made++) await createToken(world, ADA, wish(["releases:read"]))
  const all = (await (await ask(tokens.GET, "/api/v1/tokens?limit=100")).json()).items.map(({ id }: { id: string }) => id)
  expect(all).toEqual([...all].sort().reverse())
  const seen: string[] = []
  let cursor: string | null = null
  do {
    const response: Response = await ask(tokens.GET, `/api/v1/tokens?limit=2${cursor === null ? "" : `&cursor=${cursor}`}`)
    const page = await response.json()
    seen.push(...page.items.map(({ id }: { id: string }) => id))
    cursor = page.nextCursor
  } while (cursor !== null)
  expect(seen).toEqual(all)
})

test("a token that does not exist is not found", async () => {
  expect((await revoke("0198c0de-0000-7000-8000-000000000001")).status).toBe(404)
  expect((await revoke("nonsense")).status).toBe(404)
})

async function auditOf(id: string): Promise<string[]> {
  const rows = await world.db
    .select({ action: auditRecords.action })
    .from(auditRecords)
    .where(sql`subject_id = ${id}`)
    .orderBy(auditRecords.id)
  return rows.map(({ action }) => action)
}
