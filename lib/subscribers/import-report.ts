import type { RowOutcome } from "./subscriber-row.ts"

export const ROW_RESULTS = ["added", "updated", "kept_out", "duplicate", "refused"] as const
export type RowResult = (typeof ROW_RESULTS)[number]

/** `row` is the number of the line in the file, as an editor shows it. */
export type ReportedRow = { row: number; result: RowResult; message: string | null }
export type ImportReport = { id: string; counts: Record<RowResult, number> & { rows: number }; rows: ReportedRow[] }

export function reportOf(id: string, rows: ReportedRow[]): ImportReport {
  const counts = { rows: rows.length, added: 0, updated: 0, kept_out: 0, duplicate: 0, refused: 0 }
  for (const { result } of rows) counts[result] += 1
  return { id, counts, rows }
}

const WHY_KEPT_OUT = {
  unsubscribed: "has unsubscribed, and stays so unless they subscribe again themselves",
  suppressed: "must not be mailed, and is not added",
}

/** What becomes of somebody, whether or not they have an id yet. */
export type RowFate = { is: "added" | "updated" } | Extract<RowOutcome, { is: "kept out" }>

export function rowReport(row: number, outcome: RowFate | undefined): ReportedRow {
  if (outcome === undefined) return { row, result: "refused", message: "was not written" }
  if (outcome.is === "kept out") return { row, result: "kept_out", message: WHY_KEPT_OUT[outcome.because] }
  return { row, result: outcome.is, message: null }
}
