import { describe, expect, test } from "vitest"
import { segmentRule } from "#lib/subscribers/input.ts"
import type { SegmentRule } from "#lib/subscribers/segment.ts"
import { formOf, ruleOf } from "../../../app/workspace/audience/segments/rule-form.ts"
import { ruleInWords } from "../../../app/workspace/audience/segments/rule-words.ts"

describe("a rule as rows of a form", () => {
  const shown: SegmentRule[] = [
    { all: [{ trait: "plan", operator: "equals", values: ["pro"] }, { not: { locales: ["de", "pt-BR"] } }] },
    { any: [{ topics: ["api"] }, { emailDomains: ["acme.example"] }] },
    { all: [{ trait: "seats", operator: "in", values: [12, "12", true, "true", "a b"] }] },
    { all: [] },
    { any: [] },
  ]
  test.each(shown)("comes back as it was: %j", (rule) => {
    const form = formOf(rule)
    expect(form).not.toBeNull()
    expect(form && segmentRule.parse(ruleOf(form))).toEqual(rule)
  })

  test("is one row where it is one condition", () => {
    const form = formOf({ not: { topics: ["api"] } })
    expect(form && ruleOf(form)).toEqual({ all: [{ not: { topics: ["api"] } }] })
  })

  test.each<SegmentRule>([
    { all: [{ any: [{ locales: ["de"] }] }] },
    { not: { all: [] } },
    { not: { not: { locales: ["de"] } } },
    { trait: "city", operator: "equals", values: ["Paris, Texas"] },
    { trait: "city", operator: "equals", values: [""] },
  ])("is not there where rows cannot say it: %j", (rule) => expect(formOf(rule)).toBeNull())

  test("says itself in words", () => {
    expect(
      ruleInWords({
        all: [{ trait: "plan", operator: "in", values: ["pro", "team"] }, { any: [{ locales: ["de"] }, { topics: ["api"] }] }],
      }),
    ).toBe("plan is one of pro or team and (language is de or follows api)")
    expect([ruleInWords({ all: [] }), ruleInWords({ any: [] })]).toEqual(["everybody", "nobody"])
  })
})
