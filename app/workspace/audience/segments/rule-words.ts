import type { Operator } from "#lib/kernel/trait-condition.ts"
import type { SegmentRule } from "#lib/subscribers/segment.ts"

export const OPERATOR_WORDS: Record<Operator, string> = {
  equals: "is",
  not_equals: "is not",
  in: "is one of",
  not_in: "is none of",
  contains: "contains",
  starts_with: "begins with",
  ends_with: "ends with",
  greater_than: "is more than",
  less_than: "is less than",
}

/** A rule as a person would say it. */
export function ruleInWords(rule: SegmentRule): string {
  if ("all" in rule) return joined(rule.all, " and ") || "everybody"
  if ("any" in rule) return joined(rule.any, " or ") || "nobody"
  if ("not" in rule) return `not (${ruleInWords(rule.not)})`
  if ("locales" in rule) return `language is ${rule.locales.join(" or ")}`
  if ("topics" in rule) return `follows ${rule.topics.join(" or ")}`
  if ("emailDomains" in rule) return `address is at ${rule.emailDomains.join(" or ")}`
  return `${rule.trait} ${OPERATOR_WORDS[rule.operator]} ${rule.values.join(" or ")}`
}

function joined(parts: SegmentRule[], by: string): string {
  return parts.map((part) => ("all" in part || "any" in part ? `(${ruleInWords(part)})` : ruleInWords(part))).join(by)
}
