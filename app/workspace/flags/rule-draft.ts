import type { TargetingRule } from "#lib/flags/built-in-flag.ts"
import { OPERATORS, type Operator } from "#lib/kernel/trait-condition.ts"

/** Rules as somebody types them. Values are one text, separated by commas; `kind` says what they are, since "1" is not 1. */
export type ValueKind = "text" | "number" | "yes or no"
export const VALUE_KINDS: readonly ValueKind[] = ["text", "number", "yes or no"]

/** By `id` a page tells one from its neighbours while they are added and taken away. */
export type ConditionDraft = { id: number; trait: string; operator: Operator; kind: ValueKind; values: string }
export type RuleDraft = { id: number; conditions: ConditionDraft[]; rollout: string }

let made = 0

export function newCondition(): ConditionDraft {
  made += 1
  return { id: made, trait: "", operator: "equals", kind: "text", values: "" }
}

export function newRule(): RuleDraft {
  made += 1
  return { id: made, conditions: [newCondition()], rollout: "100" }
}

export const OPERATOR_WORDS: Record<Operator, string> = {
  equals: "is",
  not_equals: "is not",
  in: "is one of",
  not_in: "is none of",
  contains: "contains",
  starts_with: "starts with",
  ends_with: "ends with",
  greater_than: "is greater than",
  less_than: "is less than",
}

export function draftOf(rule: TargetingRule): RuleDraft {
  const conditions = rule.conditions.map(({ trait, operator, values }) => ({
    ...newCondition(),
    trait,
    operator,
    kind: kindOf(values),
    values: values.map(String).join(", "),
  }))
  return { ...newRule(), conditions, rollout: String(rule.rollout) }
}

function kindOf([first]: readonly unknown[]): ValueKind {
  if (typeof first === "number") return "number"
  return typeof first === "boolean" ? "yes or no" : "text"
}

/** What the command is given; what cannot be meant stays as it was typed, so that the command says what is wrong with it. */
export function ruleOf({ conditions, rollout }: RuleDraft): { conditions: unknown[]; rollout: unknown } {
  return {
    conditions: conditions.map(({ trait, operator, kind, values }) => ({ trait, operator, values: valuesOf(values, kind) })),
    rollout: rollout.trim() === "" ? rollout : Number(rollout),
  }
}

function valuesOf(text: string, kind: ValueKind): (string | number | boolean)[] {
  const parts = text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "")
  return parts.map((part) => readValue(part, kind))
}

function readValue(part: string, kind: ValueKind): string | number | boolean {
  if (kind === "number") return Number.isFinite(Number(part)) ? Number(part) : part
  if (kind === "yes or no") return { yes: true, true: true, no: false, false: false }[part.toLowerCase()] ?? part
  return part
}

export function isOperator(text: string): text is Operator {
  return OPERATORS.some((operator) => operator === text)
}

/** `targeting.1.conditions.0.values` as somebody who looks at the form would say it; null for what is no rule's. */
export function placeInRules(path: string): string | null {
  const [targeting, rule, part, condition, field] = path.split(".")
  if (targeting !== "targeting" || rule === undefined) return null
  const where = `Rule ${Number(rule) + 1}`
  if (part !== "conditions" || condition === undefined) return part === undefined ? where : `${where}, ${part}`
  return `${where}, condition ${Number(condition) + 1}${field === undefined ? "" : `, ${field}`}`
}
