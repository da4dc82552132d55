import { topics as topicTable } from "#db/schema/subscribers.ts"
import type { Transaction } from "#db/transaction.ts"
import type { Actor } from "../access/actor.ts"
import { authorize } from "../access/authorize.ts"
import { recordAudit } from "../audit/record-audit.ts"
import { DomainError, Invalid } from "../kernel/errors.ts"
import { type Id, newId } from "../kernel/ids.ts"
import type { Runtime } from "../runtime.ts"
import { type CsvRecord, recordsIn } from "./csv-records.ts"
import { type CsvDefaults, type CsvShape, cellsIn, knownCells, readRow, shapeOf } from "./csv-row.ts"
import { findAddressKey } from "./find-address-key.ts"
import { type ImportReport, type ReportedRow, reportOf, rowReport } from "./import-report.ts"
import type { SubscriberRow } from "./subscriber-row.ts"
import { type Writing, writeSubscribers } from "./write-subscribers.ts"

export type ImportFile = { bytes: Uint8Array; consent: "confirmed" | "pending" | null }

const MOST_ROWS = 50_000
/** One statement each: large enough to be quick, small enough that memory holds little of the file twice. */
const CHUNK = 1000

/**
 * Adds the people of a file in one transaction: a process that dies leaves none of them, and the same file again is the same import.
 * Nothing is mailed, whatever the file says, and whoever left or is suppressed stays out.
 */
export async function importSubscribers(deps: Pick<Runtime, "db" | "settings">, actor: Actor, file: ImportFile): Promise<ImportReport> {
  authorize(actor, "subscriber.write")
  const id = newId<Id<"import">>()
  const { shape, firstLine } = readHeader(file.bytes)
  return deps.db.transaction(async (tx) => {
    const writing = { key: await findAddressKey(tx, deps.settings), source: `import ${id}: ${actor.name}` }
    const defaults = { consent: file.consent, cells: knownCells(await listTopicKeys(tx)) }
    const report: ReportedRow[] = []
    for (const chunk of chunksOf(file.bytes, { shape, firstLine, defaults })) report.push(...(await writeChunk(tx, chunk, writing)))
    const told = reportOf(id, report)
    await recordAudit(tx, { actor, action: "subscribers.imported", subject: { kind: "import", id }, detail: told.counts })
    return told
  })
}

function readHeader(bytes: Uint8Array): { shape: CsvShape; firstLine: number } {
  const [first] = recordsIn(bytes)
  if (first === undefined) throw new Invalid([{ path: "", message: "The file is empty: its first line names the columns." }])
  const shape = "text" in first ? shapeOf(first.text) : { complaints: [`The first line ${first.broken}.`] }
  if ("complaints" in shape) throw new Invalid(shape.complaints.map((message) => ({ path: "", message })))
  return { shape, firstLine: first.line }
}

async function listTopicKeys(tx: Transaction): Promise<Set<string>> {
  const rows = await tx.select({ key: topicTable.key }).from(topicTable)
  return new Set(rows.map(({ key }) => key))
}

type Reading = { shape: CsvShape; firstLine: number; defaults: CsvDefaults }
type Read = { line: number; row: SubscriberRow } | { line: number; refused: string } | { line: number; sameAs: number }

function* chunksOf(bytes: Uint8Array, reading: Reading): Generator<Read[]> {
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

async function writeChunk(tx: Transaction, chunk: Read[], writing: Writing): Promise<ReportedRow[]> {
  const rows = chunk.flatMap((read) => ("row" in read ? [read.row] : []))
  const outcomes = await writeSubscribers(tx, rows, writing)
  return chunk.map((read) => {
    if ("refused" in read) return { row: read.line, result: "refused" as const, message: read.refused }
    if ("sameAs" in read) return { row: read.line, result: "duplicate" as const, message: `is the same address as row ${read.sameAs}` }
    return rowReport(read.line, outcomes.get(read.row.address))
  })
}
