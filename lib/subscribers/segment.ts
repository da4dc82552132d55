import type { TraitCondition } from "../kernel/trait-condition.ts"

/**
 * Who belongs to a segment. Conditions on traits convert nothing: "1" is not 1. A trait that is missing fulfils no condition,
 * negated ones included; `not` around it does what it says.
 */
export type SegmentRule =
  | { all: SegmentRule[] }
  | { any: SegmentRule[] }
  | { not: SegmentRule }
  | { locales: string[] }
  | { topics: string[] }
  | { emailDomains: string[] }
  | TraitCondition

export function topicsIn(rule: SegmentRule): string[] {
  return "topics" in rule ? rule.topics : partsOf(rule).flatMap(topicsIn)
}

export function partsOf(rule: SegmentRule): SegmentRule[] {
  if ("all" in rule) return rule.all
  if ("any" in rule) return rule.any
  return "not" in rule ? [rule.not] : []
}
