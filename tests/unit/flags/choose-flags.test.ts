import { describe, expect, test } from "vitest"
import type { Actor, Scope } from "#lib/access/actor.ts"
import { chooseFlags } from "#lib/flags/choose-flags.ts"
import { idOf, type TokenId } from "#lib/kernel/ids.ts"

const aKey = (scopes: Scope[], environment: string | null = null): Actor => ({
  kind: "token",
  id: idOf<TokenId>("key"),
  name: "key",
  scopes,
  environment,
})

describe("who may know of which flags", () => {
  test.each<[who: string, actor: Actor | null, expected: unknown]>([
    ["nobody in particular", null, { which: "released", environment: "production" }],
    ["a key for pages", aKey(["flags:evaluate-public"]), { which: "released", environment: "production" }],
    ["a key for pages of staging", aKey(["flags:evaluate-public"], "staging"), { which: "released", environment: "staging" }],
    ["a server's key", aKey(["flags:evaluate"]), { which: "current", environment: "production" }],
    ["a server's key for staging", aKey(["flags:evaluate"], "staging"), { which: "current", environment: "staging" }],
    ["a key for both", aKey(["flags:evaluate-public", "flags:evaluate"]), { which: "current", environment: "production" }],
    ["an administrator's key", aKey(["admin"]), { which: "current", environment: "production" }],
    ["the bootstrap token", { kind: "bootstrap", name: "bootstrap token" }, { which: "current", environment: "production" }],
  ])("%s", (_, actor, expected) => {
    expect(chooseFlags(actor)).toEqual(expected)
  })

  test.each<Scope>(["flags:write", "releases:read", "metrics:read", "deployments:write"])("a key that may only %s is refused", (scope) => {
    expect(() => chooseFlags(aKey([scope]))).toThrow("needs a key with the scope")
  })
})
