import { traitOf } from "#lib/subscribers/csv-row.ts"

/** Lines like `plan: pro`; a value is read as a cell of a file is. A line without a colon is a name without a value, and is refused as such. */
export function traitsIn(form: FormData): Record<string, string | number | boolean> {
  const lines = String(form.get("traits") ?? "").split(/\r?\n/)
  const pairs = lines.filter((line) => line.trim() !== "").map((line) => line.split(/:(.*)/s, 2))
  return Object.fromEntries(pairs.map(([name = "", value = ""]) => [name.trim(), traitOf(value.trim())]))
}
