import { OFREPApi, OFREPApiUnauthorizedError, OFREPForbiddenError } from "@openfeature/ofrep-core"
import { OFREPWebProvider } from "@openfeature/ofrep-web-provider"
import { OpenFeature, type Provider } from "@openfeature/web-sdk"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { createToken } from "#lib/access/create-token.ts"
import { createTokenInput } from "#lib/access/input.ts"
import { changeBuiltInFlag } from "#lib/flags/change-built-in-flag.ts"
import { ADA, aWorld, type World } from "#tests/support/world.ts"
import { aFlag, aRelease, revisionReached, steadyRevision } from "./flag-journeys.ts"
import { type ServedRoutes, serveRoutes } from "./serve-routes.ts"

let world: World
let served: ServedRoutes

beforeAll(async () => {
  world = await aWorld()
  served = await serveRoutes({ ...world, revision: steadyRevision(world) })
  const checkout = await aFlag(world, "checkout")
  const beta = await aFlag(world, "beta-search")
  const share = await aFlag(world, "faster-start")
  const staging = await aFlag(world, "checkout", "staging")
  const staff = [{ conditions: [{ trait: "role", operator: "equals" as const, values: ["staff"] }], rollout: 100 }]
  await changeBuiltInFlag(world, ADA, { id: checkout, enabled: true })
  await changeBuiltInFlag(world, ADA, { id: beta, enabled: true, rollout: 0, targeting: staff })
  await changeBuiltInFlag(world, ADA, { id: share, enabled: true, rollout: 50 })
  await changeBuiltInFlag(world, ADA, { id: staging, enabled: true, rollout: 50 })
  await aRelease(world, [await aFlag(world, "new-editor")])
  await revisionReached(world)
})
afterAll(() => served.close())

async function aKey(scope: string, environment?: string): Promise<string> {
  return (await createToken(world, ADA, createTokenInput.parse({ name: scope, scopes: [scope], environment }))).token
}

function api(...headers: [string, string][]): OFREPApi {
  return new OFREPApi({ baseUrl: served.url, headers })
}

const ADA_AT_HOME = { context: { targetingKey: "ada", role: "staff" } }

describe("the official client for one flag", () => {
  test("reads a flag that is on for everyone", async () => {
    expect(await api().postEvaluateFlag("checkout", ADA_AT_HOME)).toMatchObject({
      httpStatus: 200,
      value: { key: "checkout", value: true, reason: "STATIC", variant: "on" },
    })
  })

  test("reads what its context decides", async () => {
    const guest = { context: { targetingKey: "grace", role: "guest" } }
    expect((await api().postEvaluateFlag("beta-search", ADA_AT_HOME)).value).toMatchObject({ value: true, reason: "TARGETING_MATCH" })
    expect((await api().postEvaluateFlag("beta-search", guest)).value).toMatchObject({ value: false, reason: "TARGETING_MATCH" })
    expect((await api().postEvaluateFlag("faster-start", ADA_AT_HOME)).value).toMatchObject({ reason: "SPLIT" })
  })

  test("reads that a flag is not there, whatever it is called", async () => {
    for (const key of ["nobody-made-this", "a/b c", "100 %", "né", "\0", "..%2f", "x".repeat(300)]) {
      expect(await api().postEvaluateFlag(key, ADA_AT_HOME)).toMatchObject({ httpStatus: 404, value: { key, errorCode: "FLAG_NOT_FOUND" } })
    }
  })

  test("reads what is wrong with its context", async () => {
    expect(await api().postEvaluateFlag("faster-start", { context: {} })).toMatchObject({
      httpStatus: 400,
      value: { key: "faster-start", errorCode: "TARGETING_KEY_MISSING" },
    })
    expect(await api().postEvaluateFlag("checkout", {})).toMatchObject({ httpStatus: 400, value: { errorCode: "INVALID_CONTEXT" } })
  })
})

describe("a key", () => {
  test("that nobody gave out is refused", async () => {
    await expect(api(["Authorization", "Bearer wrong"]).postEvaluateFlag("checkout", ADA_AT_HOME)).rejects.toThrow(
      OFREPApiUnauthorizedError,
    )
    await expect(api(["X-API-Key", "wrong"]).postBulkEvaluateFlags(ADA_AT_HOME)).rejects.toThrow(OFREPApiUnauthorizedError)
    await expect(api(["Authorization", "Basic YTpi"]).postBulkEvaluateFlags(ADA_AT_HOME)).rejects.toThrow(OFREPApiUnauthorizedError)
  })

  test("for something else is forbidden", async () => {
    const key = await aKey("deployments:write")
    await expect(api(["Authorization", `Bearer ${key}`]).postEvaluateFlag("checkout", ADA_AT_HOME)).rejects.toThrow(OFREPForbiddenError)
  })

  test("of a server sees a flag that waits for its release, off; one for pages does not", async () => {
    const server = api(["X-API-Key", await aKey("flags:evaluate")])
    const page = api(["X-API-Key", await aKey("flags:evaluate-public")])
    expect((await server.postEvaluateFlag("new-editor", ADA_AT_HOME)).value).toMatchObject({ value: false, reason: "DISABLED" })
    expect((await page.postEvaluateFlag("new-editor", ADA_AT_HOME)).value).toMatchObject({ errorCode: "FLAG_NOT_FOUND" })
    expect(keysOf(await server.postBulkEvaluateFlags(ADA_AT_HOME))).toEqual(["beta-search", "checkout", "faster-start", "new-editor"])
    expect(keysOf(await page.postBulkEvaluateFlags(ADA_AT_HOME))).toEqual(["beta-search", "checkout", "faster-start"])
  })

  test("of another environment reads that environment, where what is tried stays unknown to pages", async () => {
    const server = api(["Authorization", `Bearer ${await aKey("flags:evaluate", "staging")}`])
    expect((await server.postEvaluateFlag("checkout", ADA_AT_HOME)).value).toMatchObject({ reason: "SPLIT" })
    expect(keysOf(await server.postBulkEvaluateFlags(ADA_AT_HOME))).toEqual(["checkout"])
    const page = api(["Authorization", `Bearer ${await aKey("flags:evaluate-public", "staging")}`])
    expect((await page.postEvaluateFlag("checkout", ADA_AT_HOME)).value).toMatchObject({ errorCode: "FLAG_NOT_FOUND" })
  })
})

describe("the official client for all flags", () => {
  test("reads those that can be told, and which cannot", async () => {
    const answer = await api().postBulkEvaluateFlags({ context: {} })
    expect(answer).toMatchObject({ httpStatus: 200 })
    expect(answer.value).toEqual({
      flags: [
        { key: "beta-search", value: false, reason: "TARGETING_MATCH", variant: "off" },
        { key: "checkout", value: true, reason: "STATIC", variant: "on" },
        { key: "faster-start", errorCode: "TARGETING_KEY_MISSING", errorDetails: expect.any(String) },
      ],
    })
  })

  test("is told 304 as long as nothing changed for it", async () => {
    const first = await api().postBulkEvaluateFlags(ADA_AT_HOME)
    const etag = first.httpResponse?.headers.get("etag") ?? ""
    expect(await api().postBulkEvaluateFlags(ADA_AT_HOME, etag)).toMatchObject({ httpStatus: 304 })
    expect(await api().postBulkEvaluateFlags(ADA_AT_HOME, `"other", W/${etag}`)).toMatchObject({ httpStatus: 304 })
    expect(await api().postBulkEvaluateFlags({ context: { targetingKey: "grace" } }, etag)).toMatchObject({ httpStatus: 200 })
  })
})

test("A web application with the official provider sees its flags, and those of whoever signs in", async () => {
  await OpenFeature.setProviderAndWait("shop", webProvider())
  const client = OpenFeature.getClient("shop")
  expect(client.getBooleanValue("checkout", false)).toBe(true)
  expect(client.getBooleanDetails("faster-start", false)).toMatchObject({ value: false, errorCode: "TARGETING_KEY_MISSING" })
  expect(client.getBooleanDetails("new-editor", false)).toMatchObject({ value: false, errorCode: "FLAG_NOT_FOUND" })
  await OpenFeature.setContext("shop", { targetingKey: "ada", role: "staff" })
  expect(client.getBooleanDetails("beta-search", false)).toMatchObject({ value: true, reason: "TARGETING_MATCH", variant: "on" })
  await OpenFeature.close()
})

/** Its types say that `hooks` may be undefined, the SDK's that it may be absent: for a program that runs, the same. */
function webProvider(): Provider {
  return new OFREPWebProvider({ baseUrl: served.url, cacheMode: "disabled" }) as Provider
}

function keysOf(answer: { value: unknown }): string[] {
  const { flags } = answer.value as { flags: { key: string }[] }
  return flags.map((flag) => flag.key)
}
