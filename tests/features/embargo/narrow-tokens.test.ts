import { afterAll, beforeAll, expect, test } from "vitest"
import type { Scope } from "#lib/access/actor.ts"
import { createToken } from "#lib/access/create-token.ts"
import { createTokenInput } from "#lib/access/input.ts"
import { aCanary, type Canary } from "#tests/support/canary.ts"
import { openRawClient, type Question, type RawClient } from "#tests/support/canary-client.ts"
import { searchFor } from "#tests/support/canary-search.ts"
import { sweep } from "#tests/support/canary-sweep.ts"
import { startPortal } from "#tests/support/portal.ts"
import { ADA, aWorld, HOOK_SECRETS } from "#tests/support/world.ts"
import { allOperations } from "../../../app/api/all-operations.ts"

const world = await aWorld(HOOK_SECRETS)
let client: RawClient
let canary: Canary

beforeAll(async () => {
  canary = await aCanary(world)
  client = openRawClient((await startPortal({ world })).url)
})

afterAll(() => client?.close())

const BLIND: Scope[] = ["deployments:write", "subscribers:write", "metrics:read", "flags:evaluate", "flags:evaluate-public"]

test.each(BLIND)("a token with %s alone reads no word of a release from any operation", async (scope) => {
  // A team's own server is told of its flags by name, and of nothing else.
  const { flagKey, ...told } = canary.told
  const words = { ...told, ...canary.kept, ...(scope === "flags:evaluate" ? {} : { flagKey }) }
  expect(await readAll(scope, words)).toMatchObject({ leaks: [], failures: [] })
})

// Changing nothing of a flag answers with the flag: without the names of the releases that wait for it.
test("a token with flags:write alone reads no word of a release that targets a flag", async () => {
  const { flagKey, ...told } = canary.told
  const { flagDescription, flagTrait, flagValue, stagingFlag, ...kept } = canary.kept
  expect(await readAll("flags:write", { ...told, ...kept })).toMatchObject({ leaks: [], failures: [] })
})

async function readAll(scope: Scope, words: Record<string, string>) {
  const { token } = await createToken(world, ADA, createTokenInput.parse({ name: scope, scopes: [scope] }))
  const headers = { Authorization: `Bearer ${token}` }
  return sweep(
    { client, search: searchFor(words), words },
    questions().map((question) => ({ ...question, headers })),
  )
}

/** Every operation there is, on the release's own parts, with the least that it takes. */
function questions(): Question[] {
  const asked = allOperations.map(({ method, path }): Question => {
    const [, resource = ""] = /^\/api\/v1\/(\w+)/.exec(path) ?? []
    const question = { method: method.toUpperCase(), path: path.replace("{id}", canary.ids[resource] ?? "") }
    return method === "get" ? question : { ...question, body: JSON.stringify(bodyFor(path)) }
  })
  return [...asked, { method: "POST", path: "/ofrep/v1/evaluate/flags", body: JSON.stringify({ context: {} }) }]
}

function bodyFor(path: string): object {
  if (path === "/api/v1/flags") return { connection: "builtin", key: canary.told.flagKey, environment: "production" }
  return {}
}
