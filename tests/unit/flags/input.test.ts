import { describe, expect, test } from "vitest"
import type { z } from "zod"
import { changeFlagInput, createFlagInput } from "#lib/flags/input.ts"

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
