import { describe, expect, test } from "vitest"
import { changeFlagInput } from "#lib/flags/input.ts"
import type { TargetingRelease } from "#lib/flags/queries.ts"
import { idOf, type ReleaseId } from "#lib/kernel/ids.ts"
import { consequenceOf } from "../../../app/workspace/flags/consequence.ts"
import { flagFields } from "../../../app/workspace/flags/flag-fields.ts"
import { holderOf } from "../../../app/workspace/flags/holder.ts"
import { draftOf, placeInRules, ruleOf } from "../../../app/workspace/flags/rule-draft.ts"

let made = 0

/** Each newer than the one before. */
function release(name: string, state: TargetingRelease["state"]): TargetingRelease {
  made += 1
  return { id: idOf<ReleaseId>(`0198c0de-0000-7000-8000-${String(made).padStart(12, "0")}`), name, state }
}

describe("what follows from a change by hand", () => {
  const of = (releases: TargetingRelease[], more = {}) => consequenceOf({ releases, environment: "production", isPublic: false, ...more })

  test("is drift where a release left the flag, and the button says so", () => {
    expect(of([release("Search", "released"), release("Later", "planned")])).toMatchObject({
      kind: "drift",
      says: expect.stringContaining("“Search”"),
      submit: "Save, and cause drift",
    })
  })

  test("is nothing while a launch has it in hand", () => {
    expect(of([release("Search", "launching"), release("Old", "released")]).kind).toBe("locked")
  })

  test("is told where visitors would come to know of it", () => {
    expect(of([]).kind).toBe("visible")
    expect(of([], { environment: "staging" }).kind).toBe("quiet")
    expect(of([release("Search", "planned")]).kind).toBe("quiet")
  })
})

test("of several releases a row names the one that decides now, and of two in one state the newer", () => {
  const [old, recent] = [release("Old", "released"), release("Recent", "released")]
  expect(holderOf([old, recent, release("Idea", "planned")])?.name).toBe("Recent")
  expect(holderOf([old, release("Now", "launching")])?.name).toBe("Now")
  expect(holderOf([])).toBeNull()
})

describe("rules in a form", () => {
  test("come back as they were, each kind of value as itself", () => {
    const rules = [
      { conditions: [{ trait: "plan", operator: "in", values: ["team", "1"] }], rollout: 50 },
      { conditions: [{ trait: "seats", operator: "greater_than", values: [10] }], rollout: 100 },
      { conditions: [{ trait: "beta", operator: "equals", values: [true] }], rollout: 0 },
    ] as const
    const typed = rules.map((rule) =>
      ruleOf(draftOf({ ...rule, conditions: rule.conditions.map((one) => ({ ...one, values: [...one.values] })) })),
    )
    expect(typed).toEqual(rules)
  })

  test("what cannot be meant is refused by the input, and named by its place", () => {
    const form = new FormData()
    form.set("description", "")
    form.set("enabled", "on")
    form.set("rollout", "101")
    form.set("targeting", JSON.stringify([{ conditions: [{ trait: "", operator: "equals", values: [] }], rollout: "" }]))
    const paths = changeFlagInput.safeParse(flagFields(form)).error?.issues.map(({ path }) => path.join(".")) ?? []
    expect(paths.sort()).toEqual(["rollout", "targeting.0.conditions.0.trait", "targeting.0.conditions.0.values", "targeting.0.rollout"])
    expect(paths.map(placeInRules)).toEqual([null, "Rule 1, condition 1, trait", "Rule 1, condition 1, values", "Rule 1, rollout"])
  })

  test("rules that are no JSON are refused, not fatal", () => {
    const form = new FormData()
    form.set("targeting", "[")
    expect(changeFlagInput.safeParse(flagFields(form)).success).toBe(false)
  })
})
