import fc from "fast-check"
import { expect, test } from "vitest"
import type { Actor } from "#lib/access/actor.ts"
import { mayGrant } from "#lib/access/actor.ts"
import { areSameText, hashOfToken, isTokenText, newTokenText } from "#lib/access/token-text.ts"
import { idOf } from "#lib/kernel/ids.ts"

test("a token has a prefix that scanners know, 27 random letters and digits, and a checksum of six", () => {
  expect(newTokenText()).toMatch(/^curtain_[0-9A-Za-z]{33}$/)
})

test("every token is another one and passes its own check", () => {
  const tokens = Array.from({ length: 500 }, newTokenText)
  expect(new Set(tokens).size).toBe(500)
  expect(tokens.every(isTokenText)).toBe(true)
})

test("one wrong character anywhere is noticed", () => {
  const token = newTokenText()
  for (let at = 0; at < token.length; at++) {
    const other = token[at] === "x" ? "y" : "x"
    expect(isTokenText(`${token.slice(0, at)}${other}${token.slice(at + 1)}`)).toBe(false)
  }
})

test("two characters that changed places are noticed", () => {
  const token = newTokenText()
  for (let at = 8; at < token.length - 1; at++) {
    if (token[at] === token[at + 1]) continue
    expect(isTokenText(`${token.slice(0, at)}${token[at + 1]}${token[at]}${token.slice(at + 2)}`)).toBe(false)
  }
})

test("no other text is taken for a token", () => {
  fc.assert(fc.property(fc.string(), (text) => !isTokenText(text)))
  expect(isTokenText(`${newTokenText()}\n`)).toBe(false)
})

test("what is stored is a hash, and says nothing of the token", () => {
  const token = newTokenText()
  expect(hashOfToken(token)).toMatch(/^[0-9a-f]{64}$/)
  expect(hashOfToken(token)).not.toContain(token.slice(8, 16))
})

test("texts are compared whatever their lengths", () => {
  expect(areSameText("one", "one")).toBe(true)
  expect(areSameText("one", "other")).toBe(false)
  expect(areSameText("", "one")).toBe(false)
})

test.each([
  { own: "deployments:write", home: null, wanted: "deployments:write", environment: "production", may: true },
  { own: "deployments:write", home: null, wanted: "releases:launch", environment: null, may: false },
  { own: "admin", home: null, wanted: "releases:launch", environment: null, may: true },
  { own: "admin", home: "staging", wanted: "flags:evaluate", environment: "staging", may: true },
  { own: "admin", home: "staging", wanted: "flags:evaluate", environment: "production", may: false },
  { own: "admin", home: "staging", wanted: "flags:evaluate", environment: null, may: false },
] as const)("a token for $own in $home may give out $wanted in $environment: $may", ({ own, home, wanted, environment, may }) => {
  const actor: Actor = { kind: "token", id: idOf("1"), name: "CI", scopes: [own], environment: home }
  expect(mayGrant(actor, { scopes: [wanted], environment })).toBe(may)
})
