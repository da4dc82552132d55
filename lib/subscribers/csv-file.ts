import { DomainError, Invalid } from "../kernel/errors.ts"
import { type CsvRecord, recordsIn } from "./csv-records.ts"
import { type CsvDefaults, type CsvShape, cellsIn, readRow, shapeOf } from "./csv-row.ts"
import { type ReportedRow, type RowFate, rowReport } from "./import-report.ts"
import type { SubscriberRow } from "./subscriber-row.ts"

export type ImportFile = { bytes: Uint8Array; consent: "confirmed" | "pending" | null }

const MOST_ROWS = 50_000
/** One statement each: large enough to be quick, small enough that memory holds little of the file twice. */
const CHUNK = 1000

export type Reading = { shape: CsvShape; firstLine: number; defaults: CsvDefaults }
export type Read = { line: number; row: SubscriberRow } | { line: number; refused: string } | { line: number; sameAs: number }

export function readHeader(bytes: Uint8Array): { shape: CsvShape; firstLine: number } {
  const [first] = recordsIn(bytes)
  if (first === undefined) throw new Invalid([{ path: "", message: "The file is empty: its first line names the columns." }])
  const shape = "text" in first ? shapeOf(first.text) : { complaints: [`The first line ${first.broken}.`] }
  if ("complaints" in shape) throw new Invalid(shape.complaints.map((message) => ({ path: "", message })))
  return { shape, firstLine: first.line }
}

export function* chunksOf(bytes: Uint8Array, reading: Reading): Generator<Read[]> {
  const lineOf = new Map<string, number>()
  let chunk: CsvRecord[] = []
  let rows = 0
  for (const record of recordsIn(bytes)) {
    if (record.line <= reading.firstLine) continue
    rows += 1
    if (rows > MOST_ROWS) throw new DomainError("too_large", "too_large", `A file may have ${MOST_ROWS} rows at most.`)
    chunk.push(record)
    if (chunk.length < CHUNK) continue
    yield readAll(chunk, reading, lineOf)
    chunk = []
  }
  yield readAll(chunk, reading, lineOf)
}

function readAll(records: readonly CsvRecord[], reading: Reading, lineOf: Map<string, number>): Read[] {
  const texts = records.flatMap((record) => ("text" in record ? [record.text] : []))
  const cells = cellsIn(texts, reading.shape.delimiter).values()
  return records.map((record) => {
    if ("broken" in record) return { line: record.line, refused: record.broken }
    return readOnce({ line: record.line, cells: cells.next().value ?? null }, reading, lineOf)
  })
}

/** Of several lines for one mailbox the first counts. */
function readOnce(
  { line, cells }: { line: number; cells: string[] | null },
  { shape, defaults }: Reading,
  lineOf: Map<string, number>,
): Read {
  const read = readRow(cells, shape, defaults)
  if (read.is === "refused") return { line, refused: read.message }
  const sameAs = lineOf.get(read.row.address)
  if (sameAs !== undefined) return { line, sameAs }
  lineOf.set(read.row.address, line)
  return { line, row: read.row }
}

export function rowsOf(chunk: readonly Read[]): SubscriberRow[] {
  return chunk.flatMap((read) => ("row" in read ? [read.row] : []))
}

/** What became of each line, or would. */
export function reportOfChunk(chunk: readonly Read[], outcomes: ReadonlyMap<string, RowFate>): ReportedRow[] {
  return chunk.map((read) => {
    if ("refused" in read) return { row: read.line, result: "refused" as const, message: read.refused }
    if ("sameAs" in read) return { row: read.line, result: "duplicate" as const, message: `is the same address as row ${read.sameAs}` }
    return rowReport(read.line, outcomes.get(read.row.address))
  })
}
