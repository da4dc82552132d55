import { type Bound, type Comparison, holds } from "./ratio.ts"

/** More than this between the quartiles, and the machine had other things to do: run it again before believing it. */
const QUIET = 0.15

const HEADS = ["benchmark", "ours", "peer", "ratio", "bound", "spread", ""]

export function printTable(rows: readonly Comparison[]): void {
  const cells = [HEADS, ...rows.map(cellsOf)]
  const widths = HEADS.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)))
  for (const line of cells) console.log(line.map((cell, column) => pad(cell, widths[column] ?? 0, column)).join("  "))
}

function cellsOf(row: Comparison): string[] {
  const { name, unit, ours, peer, ratio, bound, spread } = row
  const noise = spread > QUIET ? ", noisy" : ""
  const verdict = (holds(row) ? "pass" : "MISS") + noise
  return [name, `${short(ours)} ${unit}`, `${short(peer)} ${unit}`, `${ratio.toFixed(2)}×`, boundOf(bound), percent(spread), verdict]
}

function boundOf(bound: Bound): string {
  return "atLeast" in bound ? `≥ ${bound.atLeast}×` : `≤ ${bound.atMost}×`
}

/** Three digits are all that such a number can tell. */
function short(value: number): string {
  return value.toLocaleString("en", { maximumSignificantDigits: 3 })
}

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`
}

/** Numbers end at the same place, words begin at it. */
function pad(cell: string, width: number, column: number): string {
  return column === 0 || column === HEADS.length - 1 ? cell.padEnd(width) : cell.padStart(width)
}
