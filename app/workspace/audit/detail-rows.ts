import type { AuditRecord } from "#lib/audit/audit-record.ts"

/** A field that changed, with both values; or one that was told, with its own. */
export type DetailRow = { field: string; before: string | null; after: string }

/** What a record tells beside its sentence. Of what was before and after, the fields that differ. */
export function detailRows({ before, after, ...told }: AuditRecord["detail"]): DetailRow[] {
  const rows = Object.entries(told).map(([field, value]) => ({ field: nameOf(field), before: null, after: shown(value) }))
  if (!isFields(before) || !isFields(after)) return [...changeOf(before, after), ...rows]
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  const changed = fields.filter((field) => shown(before[field]) !== shown(after[field]))
  return [...changed.map((field) => ({ field: nameOf(field), before: shown(before[field]), after: shown(after[field]) })), ...rows]
}

function changeOf(before: unknown, after: unknown): DetailRow[] {
  if (before === undefined && after === undefined) return []
  return [{ field: "value", before: before === undefined ? null : shown(before), after: shown(after) }]
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}

/** `ownApproval` as words. */
function nameOf(field: string): string {
  return field.replaceAll(/([a-z])([A-Z])/g, (_, low: string, high: string) => `${low} ${high.toLowerCase()}`).replaceAll("_", " ")
}

function shown(value: unknown): string {
  if (value === undefined || value === null || value === "") return "nothing"
  if (typeof value === "boolean") return value ? "yes" : "no"
  if (Array.isArray(value) && value.every((one) => typeof one !== "object")) return value.length === 0 ? "none" : value.join(", ")
  return typeof value === "object" ? JSON.stringify(value, null, 2) : String(value)
}
