import type { z } from "zod"

/** How a trait is compared, with one meaning wherever people are chosen: behind a flag and for a mail. */
export const OPERATORS = [
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
export type Operator = (typeof OPERATORS)[number]

/** One condition on a trait of a person. A trait that is missing never fulfils one. */
export type TraitCondition = { trait: string; operator: Operator; values: (string | number | boolean)[] }

type Takes = Record<Operator, { most: number; kinds: string[] }>

const ANY_KIND = ["string", "number", "boolean"]

/** A condition that could never be fulfilled is a mistake of whoever wrote it: told now instead of reaching nobody later. */
export const TAKES: Takes = {
  equals: { most: 1, kinds: ANY_KIND },
  not_equals: { most: 1, kinds: ANY_KIND },
  in: { most: 100, kinds: ANY_KIND },
  not_in: { most: 100, kinds: ANY_KIND },
  contains: { most: 100, kinds: ANY_KIND },
  starts_with: { most: 100, kinds: ["string"] },
  ends_with: { most: 100, kinds: ["string"] },
  greater_than: { most: 1, kinds: ["number", "string"] },
  less_than: { most: 1, kinds: ["number", "string"] },
}

/** For a schema's `superRefine`: complains of values that the operator cannot be asked about. */
export function fitting(takes: Takes) {
  return ({ operator, values }: { operator: Operator; values: readonly unknown[] }, context: z.RefinementCtx): void => {
    const { most, kinds } = takes[operator]
    if (values.length > most)
      context.addIssue({ code: "custom", path: ["values"], message: `${operator} takes one value; in and not_in take several` })
    values.forEach((one, index) => {
      if (kinds.includes(typeof one)) return
      context.addIssue({ code: "custom", path: ["values", index], message: `${operator} compares with a ${kinds.join(" or a ")}` })
    })
  }
}
