import { and, inArray, not, or, type SQL, sql } from "drizzle-orm"
import { subscribers } from "#db/schema/subscribers.ts"
import type { TraitCondition } from "../kernel/trait-condition.ts"
import { unreachable } from "../kernel/unreachable.ts"
import type { SegmentRule } from "./segment.ts"

const NOBODY = sql`false`
const EVERYBODY = sql`true`

/** Whether a row of `subscribers` belongs to the segment: true or false, never null, so that it can be turned around. */
export function segmentCondition(rule: SegmentRule): SQL {
  if ("all" in rule) return and(EVERYBODY, ...rule.all.map(segmentCondition)) ?? EVERYBODY
  if ("any" in rule) return or(NOBODY, ...rule.any.map(segmentCondition)) ?? NOBODY
  if ("not" in rule) return not(segmentCondition(rule.not))
  if ("locales" in rule) return inArray(subscribers.locale, rule.locales)
  if ("topics" in rule) return followsOneOf(rule.topics)
  if ("emailDomains" in rule) return inArray(sql`split_part(${subscribers.address}, '@', 2)`, rule.emailDomains)
  return traitCondition(rule)
}

/** Who has chosen no topics follows all of them. */
export function followsOneOf(topics: readonly string[]): SQL {
  return sql`(${subscribers.topics} is null or ${subscribers.topics} && ${textArray(topics)})`
}

function traitCondition({ trait, operator, values }: TraitCondition): SQL {
  const value = sql`${subscribers.traits} -> ${trait}`
  const text = sql`(${subscribers.traits} ->> ${trait})`
  const isText = sql`jsonb_typeof(${value}) = 'string'`
  switch (operator) {
    case "equals":
    case "in":
      return containsOneOf(trait, values)
    case "not_equals":
    case "not_in":
      return sql`coalesce(not ${isOneOf(value, values)}, false)`
    case "contains":
      return someText({ isText, values, fits: (part) => sql`position(${part} in ${text}) > 0` })
    case "starts_with":
      return someText({ isText, values, fits: (part) => sql`starts_with(${text}, ${part})` })
    case "ends_with":
      return someText({ isText, values, fits: (part) => sql`right(${text}, length(${part})) = ${part}` })
    case "greater_than":
    case "less_than":
      return inOrder({ value, text, operator }, values)
    default:
      return unreachable(operator)
  }
}

/** Traits are flat, so that to contain a member is to be equal in it; and unlike equality an index knows it. */
function containsOneOf(trait: string, values: TraitCondition["values"]): SQL {
  return sql`(${or(NOBODY, ...values.map((one) => sql`${subscribers.traits} @> ${JSON.stringify({ [trait]: one })}::jsonb`))})`
}

function isOneOf(value: SQL, values: TraitCondition["values"]): SQL {
  return sql`(${value}) in (${sql.join(
    values.map((one) => sql`${JSON.stringify(one)}::jsonb`),
    sql`, `,
  )})`
}

type TextTest = { isText: SQL; values: TraitCondition["values"]; fits(part: SQL): SQL }

function someText({ isText, values, fits }: TextTest): SQL {
  const parts = values.filter((one) => typeof one === "string").map((one) => fits(sql`${one}::text`))
  return sql`coalesce(${isText} and (${or(NOBODY, ...parts)}), false)`
}

/** CASE, not AND: PostgreSQL may evaluate the sides of an AND in any order, and a text that is no number would be a fault. */
function inOrder(
  { value, text, operator }: { value: SQL; text: SQL; operator: "greater_than" | "less_than" },
  values: TraitCondition["values"],
): SQL {
  const sign = operator === "greater_than" ? sql`>` : sql`<`
  const tests = values.map((one) => {
    if (typeof one === "number")
      return sql`case when jsonb_typeof(${value}) = 'number' then ${text}::numeric ${sign} ${one}::numeric else false end`
    if (typeof one === "boolean") return NOBODY
    return sql`case when jsonb_typeof(${value}) = 'string' then ${text} collate "C" ${sign} ${one}::text collate "C" else false end`
  })
  return sql`(${or(NOBODY, ...tests)})`
}

export function textArray(values: readonly string[]): SQL {
  return sql`array[${sql.join(
    values.map((one) => sql`${one}`),
    sql`, `,
  )}]::text[]`
}
