import { beforeAll, expect, test } from "vitest"
import { SCOPES } from "#lib/access/actor.ts"
import { createToken } from "#lib/access/create-token.ts"
import { createTokenInput } from "#lib/access/input.ts"
import { revokeToken } from "#lib/access/revoke-token.ts"
import { shareRuntime } from "#lib/runtime.ts"
import { ask } from "#tests/support/ask.ts"
import { OPERATION_ROWS } from "#tests/support/permission-table.ts"
import { aPerson } from "#tests/support/person.ts"
import { ADA, aWorld, type World } from "#tests/support/world.ts"
import { allOperations } from "../../../app/api/all-operations.ts"
import { serve } from "../../../app/api/serve-operation.ts"

let world: World
const tokens = new Map<string, string>()
let cookie = ""

beforeAll(async () => {
  world = await aWorld()
  shareRuntime(world)
  const make = (name: string, scope: string) => createToken(world, ADA, createTokenInput.parse({ name, scopes: [scope] }))
  for (const scope of SCOPES) tokens.set(scope, (await make(scope, scope)).token)
  const gone = await make("revoked", "admin")
  await revokeToken(world, ADA, gone.id)
  tokens.set("revoked", gone.token)
  cookie = (await aPerson(world, "owner")).cookie
})

const ID = "0198c0de-0000-7000-8000-000000000001"

/** With nothing that could be worked on: who may gets past the door, and whoever may not does not. */
async function statusOf(operation: string, token: string | null, headers: Record<string, string> = {}): Promise<number> {
  const [method = "", pattern = ""] = operation.split(" ")
  const found = allOperations.find((one) => one.method === method.toLowerCase() && one.path === pattern)
  if (found === undefined) throw new Error(`there is no ${operation}`)
  const sent = method === "GET" ? {} : { body: { "no field": "of any operation" } }
  const params = pattern.includes("{id}") ? { id: ID } : {}
  return (await ask(serve(found), pattern.replace("{id}", ID), { method, token, params, headers, ...sent })).status
}

test.each(OPERATION_ROWS)("$operation: every scope, no token, a revoked one, a session", async ({ operation, scope }) => {
  const seen: Record<string, string> = {}
  for (const [name, token] of tokens) seen[name] = saidBy(await statusOf(operation, token))
  seen.nobody = saidBy(await statusOf(operation, null))
  seen["a session's cookie"] = saidBy(await statusOf(operation, null, { cookie }))
  const may = [...SCOPES].filter((one) => one === scope || one === "admin")
  const expected = Object.fromEntries([...tokens.keys()].map((name) => [name, may.some((one) => one === name) ? "may" : "403"]))
  expect(seen).toEqual({ ...expected, revoked: "401", nobody: "401", "a session's cookie": "401" })
})

function saidBy(status: number): string {
  if (status >= 500) return `fault ${status}`
  return status === 401 || status === 403 ? String(status) : "may"
}
