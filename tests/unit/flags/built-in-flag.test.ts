import { describe, expect, test } from "vitest"
import { type BuiltInState, exposureOf, OFF, type TargetingRule, targetState } from "#lib/flags/built-in-flag.ts"
import { describeExposure, sameExposure } from "#lib/flags/exposure.ts"

const rule = (rollout: number): TargetingRule => ({ conditions: [{ trait: "plan", operator: "equals", values: ["pro"] }], rollout })

describe("the exposure of a built-in flag", () => {
  test.each<[string, BuiltInState]>([
    ["off for everyone", OFF],
    ["off for everyone", { enabled: false, rollout: 100, targeting: [rule(100)] }],
    ["off for everyone", { enabled: true, rollout: 0, targeting: [] }],
    ["off for everyone", { enabled: true, rollout: 0, targeting: [rule(0)] }],
    ["on for everyone", { enabled: true, rollout: 100, targeting: [] }],
    ["on for everyone", { enabled: true, rollout: 100, targeting: [rule(100), rule(100)] }],
    ["on for 25 %", { enabled: true, rollout: 25, targeting: [] }],
    ["on for 25 %", { enabled: true, rollout: 25, targeting: [rule(25)] }],
    ["on for some: 1 rule, everyone else 0 %", { enabled: true, rollout: 0, targeting: [rule(100)] }],
    ["on for some: 2 rules, everyone else 100 %", { enabled: true, rollout: 100, targeting: [rule(100), rule(0)] }],
    ["on for some: 1 rule, everyone else 25 %", { enabled: true, rollout: 25, targeting: [rule(100)] }],
  ])("is %s", (words, state) => {
    expect(describeExposure(exposureOf(state))).toBe(words)
  })

  test("is what a launch asks for once its target is set", () => {
    expect(exposureOf(targetState({ enabled: true, rollout: 100 }))).toEqual({ kind: "everyone" })
    expect(exposureOf(targetState({ enabled: true, rollout: 5 }))).toEqual({ kind: "percentage", percent: 5 })
    expect(exposureOf(targetState({ enabled: false, rollout: 100 }))).toEqual({ kind: "off" })
  })

  test("equals another one only where both are proven", () => {
    expect(sameExposure({ kind: "everyone" }, { kind: "everyone" })).toBe(true)
    expect(sameExposure({ kind: "off" }, { kind: "off" })).toBe(true)
    expect(sameExposure({ kind: "percentage", percent: 5 }, { kind: "percentage", percent: 5 })).toBe(true)
    expect(sameExposure({ kind: "percentage", percent: 5 }, { kind: "percentage", percent: 6 })).toBe(false)
    expect(sameExposure({ kind: "unknown", reason: "no answer" }, { kind: "unknown", reason: "no answer" })).toBe(false)
    expect(sameExposure({ kind: "targeted", summary: "1 rule" }, { kind: "targeted", summary: "1 rule" })).toBe(false)
    expect(sameExposure({ kind: "off" }, { kind: "everyone" })).toBe(false)
  })
})
