import { createHmac } from "node:crypto"
import { expect, test } from "vitest"
import { hashOfReader, isProven, proofOf, readerKeyOf } from "#lib/readers/reader.ts"

const SETTINGS = { secretKey: "the present key of the portal, long enough", previousSecretKeys: ["a key before it, long enough as well"] }

test("a proof is what any language makes with the key", () => {
  expect(proofOf(SETTINGS, "Åsa")).toBe(createHmac("sha256", readerKeyOf(SETTINGS)).update("Åsa").digest("hex"))
  expect(isProven(SETTINGS, "Åsa", proofOf(SETTINGS, "Åsa"))).toBe(true)
})

test("it is of one reader, and of a key that the portal has or had", () => {
  expect(isProven(SETTINGS, "bea", proofOf(SETTINGS, "ada"))).toBe(false)
  expect(isProven(SETTINGS, "ada", "")).toBe(false)
  expect(isProven(SETTINGS, "ada", proofOf({ secretKey: SETTINGS.previousSecretKeys[0] ?? "" }, "ada"))).toBe(true)
  expect(isProven(SETTINGS, "ada", proofOf({ secretKey: "a key of somebody else" }, "ada"))).toBe(false)
})

test("who reads is not kept", () => {
  expect(hashOfReader("ada@acme.example")).not.toContain("ada")
  expect(hashOfReader("ada")).not.toBe(hashOfReader("bea"))
})
