/** The words of flag targeting, with the same meaning, so that a segment is the same people in a mail and behind a flag. */
export const SEGMENT_OPERATORS = [
  "equals",
  "not_equals",
  "in",
  "not_in",
  "contains",
  "starts_with",
  "ends_with",
  "greater_than",
  "less_than",
] as const
export type SegmentOperator = (typeof SEGMENT_OPERATORS)[number]

export type TraitCondition = { trait: string; operator: SegmentOperator; values: (string | number | boolean)[] }

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
