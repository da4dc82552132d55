import type { TraitCondition } from "../kernel/trait-condition.ts"
import { unreachable } from "../kernel/unreachable.ts"

/** What is known of whom a flag is asked for: anything JSON can hold, by name. */
export type Traits = Readonly<Record<string, unknown>>
type Scalar = string | number | boolean

/**
 * Whether somebody with these traits fulfils the condition. Nothing is converted: "1" is not 1. A list fulfils what one of its
 * elements does, and a negation only if none does. What is missing, null or an object fulfils nothing, negations included.
 */
export function isFulfilled(condition: TraitCondition, traits: Traits): boolean {
  return fulfilment(condition)(traits)
}

/** The same for a condition that many are held against: it is taken apart once. */
export function fulfilment(condition: TraitCondition): (traits: Traits) => boolean {
  const { trait: name } = condition
  const wanted = condition.operator !== "not_equals" && condition.operator !== "not_in"
  const [fits, elementFits] = [relationOf(condition, "scalar"), relationOf(condition, "list")]
  return (traits) => {
    const trait = Object.hasOwn(traits, name) ? traits[name] : undefined
    if (isScalar(trait)) return fits(trait) === wanted
    return Array.isArray(trait) && trait.some((element) => isScalar(element) && elementFits(element)) === wanted
  }
}

/** Whether what is known is one of the condition's values, or relates to one of them as its operator says. */
function relationOf({ operator, values }: TraitCondition, shape: "list" | "scalar"): (known: Scalar) => boolean {
  switch (operator) {
    case "equals":
    case "in":
    case "not_equals":
    case "not_in":
      return (known) => values.includes(known)
    case "contains":
      return shape === "list" ? (known) => values.includes(known) : textual(values, (text, part) => text.includes(part))
    case "starts_with":
      return textual(values, (text, part) => text.startsWith(part))
    case "ends_with":
      return textual(values, (text, part) => text.endsWith(part))
    case "greater_than":
      return (known) => values.some((value) => order(known, value) > 0)
    case "less_than":
      return (known) => values.some((value) => order(known, value) < 0)
    default:
      return unreachable(operator)
  }
}

function textual(values: readonly Scalar[], relation: (text: string, part: string) => boolean): (known: Scalar) => boolean {
  const parts = values.filter((value) => typeof value === "string")
  return (known) => typeof known === "string" && parts.some((part) => relation(known, part))
}

/** Numbers by size; texts by their code units, which is right for dates and times written as ISO 8601. Others have no order. */
function order(one: Scalar, other: Scalar): number {
  if (typeof one === "number" && typeof other === "number") return one - other
  if (typeof one !== "string" || typeof other !== "string" || one === other) return 0
  return one < other ? -1 : 1
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean"
}
