import { readdirSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, test } from "vitest"
import { ALL_RULES } from "./all-rules.ts"
import { readTree } from "./tree.ts"

const tree = readTree()

describe.each(ALL_RULES)("$name", ({ complaints, failing, passing }) => {
  test("holds in this repository", () => {
    expect(complaints(tree)).toEqual([])
  })

  test.each(failing)("complains: $complaint", (example) => {
    expect(complaints(example.files).join("\n")).toContain(example.complaint)
  })

  test("does not complain of what only looks like it", () => {
    expect(complaints(passing ?? [])).toEqual([])
  })
})

test("every rule has an example that must fail", () => {
  expect(ALL_RULES.filter(({ failing }) => failing.length === 0).map(({ name }) => name)).toEqual([])
})

test("every file in rules/ takes part, once", () => {
  expect(new Set(ALL_RULES).size).toBe(readdirSync(join(import.meta.dirname, "rules")).length)
  expect(new Set(ALL_RULES.map(({ name }) => name)).size).toBe(ALL_RULES.length)
})

test("the tree is read: rules that look at nothing would pass", () => {
  expect(tree.map(({ path }) => path)).toEqual(
    expect.arrayContaining(["package.json", "lib/kernel/unreachable.ts", "tests/architecture/tree.ts"]),
  )
})
