import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { type BuiltInState, OFF, type TargetingRule } from "#lib/flags/built-in-flag.ts"
import { type Evaluation, evaluatorOf } from "#lib/flags/evaluation.ts"

const ON: BuiltInState = { enabled: true, rollout: 100, targeting: [] }
const forStaff = (rollout: number): TargetingRule => ({ conditions: [{ trait: "role", operator: "equals", values: ["staff"] }], rollout })
const inBern = (rollout: number): TargetingRule => ({ conditions: [{ trait: "city", operator: "equals", values: ["Bern"] }], rollout })

function evaluate(state: Partial<BuiltInState>, traits: Record<string, unknown> = {}, targetingKey: string | null = "ada"): Evaluation {
  return evaluatorOf({ key: "new-editor", state: { ...ON, ...state } })({ targetingKey, traits })
}

const on = (reason: string) => ({ is: "answered", value: true, variant: "on", reason })
const off = (reason: string) => ({ is: "answered", value: false, variant: "off", reason })
const keyMissing = expect.objectContaining({ is: "failed", errorCode: "TARGETING_KEY_MISSING" })

describe("a flag", () => {
  test("that is new is off, since it is disabled", () => {
    expect(evaluate(OFF)).toEqual(off("DISABLED"))
  })

  test("that is disabled is off whatever its rules and its rollout say", () => {
    expect(evaluate({ enabled: false, rollout: 100, targeting: [forStaff(100)] }, { role: "staff" })).toEqual(off("DISABLED"))
  })

  test("at 100 % or 0 % gives everyone the same, known or not", () => {
    expect(evaluate({ rollout: 100 }, {}, null)).toEqual(on("STATIC"))
    expect(evaluate({ rollout: 0 }, {}, null)).toEqual(off("STATIC"))
  })

  test("at a share says on or off by the targeting key alone", () => {
    const answers = Array.from({ length: 50 }, (_, person) => evaluate({ rollout: 50 }, { role: "x" }, `person-${person}`))
    expect(answers).toContainEqual(on("SPLIT"))
    expect(answers).toContainEqual(off("SPLIT"))
    expect(evaluate({ rollout: 50 }, { role: "other" }, "person-1")).toEqual(answers[1])
  })

  test("at a share cannot be told for somebody without a targeting key", () => {
    expect(evaluate({ rollout: 50 }, {}, null)).toEqual(keyMissing)
  })
})

describe("targeting", () => {
  test.each<[name: string, state: Partial<BuiltInState>, traits: Record<string, unknown>, expected: unknown]>([
    ["gives the flag to those who fit", { targeting: [forStaff(100)], rollout: 0 }, { role: "staff" }, on("TARGETING_MATCH")],
    [
      "gives those who fit nothing the flag's own rollout",
      { targeting: [forStaff(100)], rollout: 0 },
      { role: "guest" },
      off("TARGETING_MATCH"),
    ],
    ["can keep the flag from those who fit", { targeting: [forStaff(0)], rollout: 100 }, { role: "staff" }, off("TARGETING_MATCH")],
    [
      "lets the first rule that fits decide",
      { targeting: [inBern(0), forStaff(100)], rollout: 0 },
      { role: "staff", city: "Bern" },
      off("TARGETING_MATCH"),
    ],
    [
      "goes on to the next rule",
      { targeting: [inBern(0), forStaff(100)], rollout: 0 },
      { role: "staff", city: "Rome" },
      on("TARGETING_MATCH"),
    ],
  ])("%s", (_, state, traits, expected) => {
    expect(evaluate(state, traits, null)).toEqual(expected)
  })

  test("needs all conditions of a rule", () => {
    const rule = { conditions: [...forStaff(100).conditions, ...inBern(100).conditions], rollout: 100 }
    expect(evaluate({ rollout: 0, targeting: [rule] }, { role: "staff", city: "Bern" })).toEqual(on("TARGETING_MATCH"))
    expect(evaluate({ rollout: 0, targeting: [rule] }, { role: "staff" })).toEqual(off("TARGETING_MATCH"))
  })

  test("cuts a share of those who fit by the same place as everyone's", () => {
    const alone = evaluate({ rollout: 30 }, {}, "grace")
    expect(evaluate({ rollout: 0, targeting: [forStaff(30)] }, { role: "staff" }, "grace")).toEqual(alone)
    expect(evaluate({ rollout: 0, targeting: [forStaff(30)] }, { role: "staff" }, null)).toEqual(keyMissing)
    expect(evaluate({ rollout: 0, targeting: [forStaff(30)] }, { role: "guest" }, null)).toEqual(off("TARGETING_MATCH"))
  })
})

describe("a share", () => {
  const isOn = (key: string, rollout: number, targetingKey: string): boolean => {
    const answer = evaluatorOf({ key, state: { enabled: true, rollout, targeting: [] } })({ targetingKey, traits: {} })
    return answer.is === "answered" && answer.value
  }
  const people = Array.from({ length: 100_000 }, (_, number) => `user-${number}`)

  test("only wins people when it is raised", () => {
    const percent = fc.integer({ min: 0, max: 100 })
    fc.assert(
      fc.property(fc.string(), percent, percent, (person, one, other) => {
        const [lower, higher] = [Math.min(one, other), Math.max(one, other)]
        return !isOn("new-editor", lower, person) || isOn("new-editor", higher, person)
      }),
    )
  })

  // Five standard deviations of 100,000 throws: a fair hash fails this once in two million runs of other names.
  test.each([1, 5, 25, 50, 75, 99])("of %i %% is that many of 100,000 people", (percent) => {
    const share = people.filter((person) => isOn("checkout", percent, person)).length / people.length
    const spread = Math.sqrt(((percent / 100) * (1 - percent / 100)) / people.length)
    expect(Math.abs(share - percent / 100)).toBeLessThan(5 * spread)
  })

  test("of one flag tells nothing about that of another", () => {
    const both = people.filter((person) => isOn("checkout", 50, person) && isOn("new-editor", 50, person)).length / people.length
    expect(Math.abs(both - 0.25)).toBeLessThan(5 * Math.sqrt((0.25 * 0.75) / people.length))
    const similar = people.filter((person) => isOn("flag-1", 10, person) && isOn("flag-2", 10, person)).length / people.length
    expect(Math.abs(similar - 0.01)).toBeLessThan(5 * Math.sqrt((0.01 * 0.99) / people.length))
  })
})
