import { describe, expect, test } from "vitest"
import type { z } from "zod"
import { changeFlagInput, createFlagConnectionInput, createFlagInput, editFlagConnectionInput, newFlagInput } from "#lib/flags/input.ts"

function complaints(schema: z.ZodType, input: unknown): string[] {
  const parsed = schema.safeParse(input)
  return parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`)
}

const NEW = { connection: "builtin", key: "new-editor", environment: "production" }

describe("a new flag", () => {
  test.each(["a", "new-editor", "Checkout.v2", "9lives", "x".repeat(100)])("may be called %s", (key) => {
    expect(complaints(createFlagInput, { ...NEW, key })).toEqual([])
  })

  test.each(["", "-a", ".a", "a b", "a/b", "é", "a:b", "x".repeat(101), 5, null])("may not be called %j", (key) => {
    expect(complaints(createFlagInput, { ...NEW, key })).toHaveLength(1)
  })

  test("is told everything that is wrong with it at once", () => {
    expect(complaints(createFlagInput, { connection: "other", key: "a b", environment: " ", description: 5, color: "red" })).toHaveLength(5)
  })
})

describe("a flag of a connection", () => {
  const THEIRS = { ...NEW, connection: "0198c0de-0000-7000-8000-000000000001" }

  test.each(["a", "-a", ".a", "_", "new~editor!", "it's*(1)", "x".repeat(100)])("may be called %s, as its service may", (key) => {
    expect(complaints(newFlagInput, { ...THEIRS, key })).toEqual([])
  })

  test.each(["", ".", "..", "a b", "a/b", "é", "a:b", "a%20b", "a?b", "x".repeat(101), 5, null])("may not be called %j", (key) => {
    expect(complaints(newFlagInput, { ...THEIRS, key })).toHaveLength(1)
  })

  test("does not lend its freedom to ours", () => {
    expect(complaints(newFlagInput, NEW)).toEqual([])
    expect(complaints(newFlagInput, { ...NEW, key: "new~editor!" })).toEqual([expect.stringMatching(/^key: must begin with a letter/)])
  })

  test.each(["other", "", "BUILTIN", 5])("is not of the connection %j", (connection) => {
    expect(complaints(newFlagInput, { ...NEW, connection })).toEqual([expect.stringMatching(/^connection: /)])
  })
})

describe("a flag connection", () => {
  const CONNECTION = { kind: "unleash", name: "Shop", baseUrl: "https://flags.acme.example", token: "user:0123456789" }
  const addressOf = (baseUrl: string) => createFlagConnectionInput.parse({ ...CONNECTION, baseUrl }).baseUrl

  test("has one address, however it is written", () => {
    const written = [
      "https://flags.acme.example",
      "https://flags.acme.example/",
      "HTTPS://FLAGS.acme.example:443///",
      " https://flags.acme.example",
    ]
    expect(new Set(written.map(addressOf))).toEqual(new Set(["https://flags.acme.example"]))
    expect(addressOf("https://flags.acme.example:8443/Base/")).toBe("https://flags.acme.example:8443/Base")
  })

  test.each([
    "flags.acme.example",
    "",
    "https://",
    "https://a.example/?x=1",
    "https://a.example/#x",
    `https://a.example/${"x".repeat(500)}`,
    5,
  ])("may not be at %j", (baseUrl) => {
    expect(complaints(createFlagConnectionInput, { ...CONNECTION, baseUrl })).toHaveLength(1)
  })

  test.each(["", "short", "with a space", "line\nbreak!", "töken-of-ada", "x".repeat(1001)])("may not have the token %j", (token) => {
    expect(complaints(createFlagConnectionInput, { ...CONNECTION, token })).toHaveLength(1)
    expect(complaints(editFlagConnectionInput, { token })).toHaveLength(1)
  })

  test("is told everything that is wrong with it at once", () => {
    expect(
      complaints(createFlagConnectionInput, { kind: "memory", name: " ", baseUrl: "x", token: "x", project: "..", color: "red" }),
    ).toHaveLength(6)
  })
})

describe("a change of a flag", () => {
  const targeting = (condition: object) => ({ targeting: [{ conditions: [condition], rollout: 100 }] })

  test.each([
    {},
    { enabled: true },
    { description: "" },
    { rollout: 0 },
    { targeting: [] },
    targeting({ trait: "plan", operator: "in", values: ["pro", 5, true] }),
    targeting({ trait: "age", operator: "greater_than", values: [17] }),
  ])("may be %j", (change) => {
    expect(complaints(changeFlagInput, change)).toEqual([])
  })

  test.each([
    { rollout: 101 },
    { rollout: 12.5 },
    { rollout: "50" },
    { enabled: "yes" },
    { key: "other" },
    { targeting: [{ conditions: [], rollout: 100 }] },
    targeting({ trait: "plan", operator: "equals", values: [] }),
    targeting({ trait: "plan", operator: "equals", values: ["pro", "free"] }),
    targeting({ trait: "plan", operator: "starts_with", values: [5] }),
    targeting({ trait: "plan", operator: "greater_than", values: [true] }),
    targeting({ trait: "plan", operator: "is", values: ["pro"] }),
    targeting({ trait: "", operator: "equals", values: ["pro"] }),
    targeting({ trait: "plan", operator: "equals", values: [null] }),
    targeting({ trait: "plan", operator: "equals", values: ["pro"], negate: true }),
  ])("may not be %j", (change) => {
    expect(complaints(changeFlagInput, change)).toHaveLength(1)
  })
})
