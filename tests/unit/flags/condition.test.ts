import { describe, expect, test } from "vitest"
import { isFulfilled } from "#lib/flags/condition.ts"
import { OPERATORS, type Operator, type TraitCondition } from "#lib/kernel/trait-condition.ts"

type Row = [trait: unknown, operator: Operator, values: TraitCondition["values"], fulfilled: boolean]

const ROWS: Row[] = [
  ["pro", "equals", ["pro"], true],
  ["pro", "equals", ["Pro"], false],
  [3, "equals", [3], true],
  ["3", "equals", [3], false],
  [true, "equals", [true], true],
  [true, "equals", ["true"], false],
  [["pro", "beta"], "equals", ["beta"], true],
  ["pro", "not_equals", ["free"], true],
  ["pro", "not_equals", ["pro"], false],
  [["pro", "beta"], "not_equals", ["beta"], false],
  [0, "not_equals", [false], true],
  ["DE", "in", ["CH", "DE"], true],
  ["FR", "in", ["CH", "DE"], false],
  [["FR", "CH"], "in", ["CH", "DE"], true],
  [[], "in", ["CH"], false],
  ["FR", "not_in", ["CH", "DE"], true],
  ["DE", "not_in", ["CH", "DE"], false],
  [["FR", "CH"], "not_in", ["CH", "DE"], false],
  [[], "not_in", ["CH"], true],
  ["ada@acme.example", "contains", ["@acme."], true],
  ["ada@other.example", "contains", ["@acme."], false],
  [["beta", "staff"], "contains", ["staff"], true],
  [["beta", "staff"], "contains", ["sta"], false],
  [[1, 2], "contains", [2], true],
  [12, "contains", [1], false],
  ["ada@acme.example", "starts_with", ["ada", "grace"], true],
  ["joan", "starts_with", ["ada", "grace"], false],
  [["x-1", "y-2"], "starts_with", ["y-"], true],
  ["ada@acme.example", "ends_with", [".example"], true],
  ["ada@acme.example", "ends_with", [".test"], false],
  [5, "starts_with", ["5"], false],
  [10, "greater_than", [9], true],
  [9, "greater_than", [9], false],
  ["10", "greater_than", [9], false],
  ["2026-12-01", "greater_than", ["2026-11-30"], true],
  [8.5, "less_than", [9], true],
  [9, "less_than", [9], false],
  [Number.NaN, "less_than", [9], false],
  ["a", "less_than", ["b"], true],
  ["a", "less_than", ["a"], false],
]

describe("a condition", () => {
  test.each(ROWS)("on %j %s %j is fulfilled: %s", (trait, operator, values, fulfilled) => {
    expect(isFulfilled({ trait: "trait", operator, values }, { trait })).toBe(fulfilled)
  })

  test.each(OPERATORS)("with %s is never fulfilled by a trait that is missing, null or an object", (operator) => {
    const condition = { trait: "plan", operator, values: ["pro"] }
    for (const traits of [{}, { plan: null }, { plan: undefined }, { plan: { name: "pro" } }, { Plan: "pro" }]) {
      expect(isFulfilled(condition, traits)).toBe(false)
    }
  })

  test.each(["constructor", "toString", "__proto__", "hasOwnProperty"])(
    "does not take %s, which every object has, for a trait",
    (trait) => {
      expect(isFulfilled({ trait, operator: "not_equals", values: ["x"] }, {})).toBe(false)
      expect(isFulfilled({ trait, operator: "equals", values: ["x"] }, JSON.parse(`{"${trait}":"x"}`))).toBe(true)
    },
  )

  test("ignores what cannot be compared inside a list", () => {
    expect(isFulfilled({ trait: "plan", operator: "equals", values: ["pro"] }, { plan: [null, {}, ["pro"], "pro"] })).toBe(true)
    expect(isFulfilled({ trait: "plan", operator: "equals", values: ["pro"] }, { plan: [null, {}, ["pro"]] })).toBe(false)
  })
})
