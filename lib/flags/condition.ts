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
  const trait = Object.hasOwn(traits, condition.trait) ? traits[condition.trait] : undefined
  if (Array.isArray(trait)) return holds(condition, trait.filter(isScalar), "list")
  return isScalar(trait) && holds(condition, [trait], "scalar")
}

function holds({ operator, values }: TraitCondition, known: Scalar[], shape: "list" | "scalar"): boolean {
  switch (operator) {
    case "equals":
    case "in":
      return some(known, values, isSame)
    case "not_equals":
    case "not_in":
      return !some(known, values, isSame)
    case "contains":
      return some(known, values, shape === "list" ? isSame : textual((text, part) => text.includes(part)))
    case "starts_with":
      return some(
        known,
        values,
        textual((text, part) => text.startsWith(part)),
      )
    case "ends_with":
      return some(
        known,
        values,
        textual((text, part) => text.endsWith(part)),
      )
    case "greater_than":
      return some(known, values, (one, other) => order(one, other) > 0)
    case "less_than":
      return some(known, values, (one, other) => order(one, other) < 0)
    default:
      return unreachable(operator)
  }
}

type Relation = (known: Scalar, value: Scalar) => boolean

function some(known: Scalar[], values: Scalar[], relation: Relation): boolean {
  return known.some((one) => values.some((other) => relation(one, other)))
}

function isSame(one: Scalar, other: Scalar): boolean {
  return one === other
}

function textual(relation: (text: string, part: string) => boolean): Relation {
  return (one, other) => typeof one === "string" && typeof other === "string" && relation(one, other)
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
