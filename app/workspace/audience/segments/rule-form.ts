import type { Operator } from "#lib/kernel/trait-condition.ts"
import type { SegmentRule } from "#lib/subscribers/segment.ts"

/** A rule as rows of a form. What is nested deeper than that is written as JSON. */
export type RuleForm = { join: "all" | "any"; rows: RuleRow[] }

/** `values` are what was typed, with commas between them. */
export type RuleRow = {
  kind: "trait" | "locales" | "topics" | "emailDomains"
  is: "is" | "not"
  trait: string
  operator: Operator
  values: string
}

export const NEW_ROW: RuleRow = { kind: "trait", is: "is", trait: "", operator: "equals", values: "" }

export function ruleOf({ join, rows }: RuleForm): unknown {
  const parts = rows.map((row) => (row.is === "not" ? { not: partOf(row) } : partOf(row)))
  return join === "all" ? { all: parts } : { any: parts }
}

function partOf({ kind, trait, operator, values }: RuleRow): unknown {
  const typed = values.split(",").map((one) => one.trim())
  const given = typed.filter((one) => one !== "")
  return kind === "trait" ? { trait: trait.trim(), operator, values: given.map(traitValueOf) } : { [kind]: given }
}

/** Read as a cell of an imported file is: what JSON would write in just this way is a number, or a yes or no. In quotes it stays text. */
function traitValueOf(text: string): string | number | boolean {
  const quoted = /^"(.*)"$/.exec(text)
  if (quoted !== null) return quoted[1] ?? ""
  if (text === "true" || text === "false") return text === "true"
  return Number.isFinite(Number(text)) && String(Number(text)) === text ? Number(text) : text
}

/** Null: rows cannot say this rule. */
export function formOf(rule: SegmentRule): RuleForm | null {
  const rows = partsAt(rule).map(rowOf)
  const shown = rows.filter((row) => row !== null)
  return shown.length === rows.length ? { join: "any" in rule ? "any" : "all", rows: shown } : null
}

function partsAt(rule: SegmentRule): SegmentRule[] {
  if ("all" in rule) return rule.all
  return "any" in rule ? rule.any : [rule]
}

function rowOf(part: SegmentRule): RuleRow | null {
  if ("all" in part || "any" in part) return null
  if ("not" in part) return turnedAround(rowOf(part.not))
  if ("locales" in part) return rowWith({ ...NEW_ROW, kind: "locales" }, part.locales)
  if ("topics" in part) return rowWith({ ...NEW_ROW, kind: "topics" }, part.topics)
  if ("emailDomains" in part) return rowWith({ ...NEW_ROW, kind: "emailDomains" }, part.emailDomains)
  return rowWith({ ...NEW_ROW, trait: part.trait, operator: part.operator }, part.values.map(typedOf))
}

function turnedAround(row: RuleRow | null): RuleRow | null {
  return row === null || row.is === "not" ? null : { ...row, is: "not" }
}

/** A text that would be read as something else is quoted. */
function typedOf(value: string | number | boolean): string {
  return typeof value === "string" && traitValueOf(value) !== value ? `"${value}"` : String(value)
}

/** A value with a comma, or with spaces around it, cannot be typed here. */
function rowWith(row: RuleRow, values: readonly string[]): RuleRow | null {
  const cannot = values.some((one) => one.includes(",") || one.trim() !== one || one === "")
  return cannot ? null : { ...row, values: values.join(", ") }
}
