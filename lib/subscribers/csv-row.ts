import { parse } from "csv-parse/sync"
import { z } from "zod"
import { emailAddress, LIMITS, locale, personName, topicKey, traitName } from "./input.ts"
import type { SubscriberTraits } from "./subscriber.ts"
import type { SubscriberRow } from "./subscriber-row.ts"

/** How the columns of a file are to be read. Every column that we do not know is a trait. */
export type CsvShape = { delimiter: string; columns: string[] }

export type CsvRead = { is: "row"; row: SubscriberRow } | { is: "refused"; message: string }

const OURS = ["email", "name", "locale", "consent", "topics"]
const DELIMITERS = [",", ";", "\t"]
const BYTE_ORDER_MARK = /^\uFEFF/

/** The first line names the columns, in any order and any case; spreadsheets of some countries write semicolons between them. */
export function shapeOf(header: string): CsvShape | { complaints: string[] } {
  const text = header.replace(BYTE_ORDER_MARK, "")
  const delimiter = DELIMITERS.toSorted((one, other) => text.split(other).length - text.split(one).length)[0] ?? ","
  const [cells = null] = cellsIn([text], delimiter)
  if (cells === null) return { complaints: ["The first line, which names the columns, has a quote that is out of place."] }
  const columns = cells.map((cell) => (OURS.includes(cell.trim().toLowerCase()) ? cell.trim().toLowerCase() : cell.trim()))
  const complaints = complainOfColumns(columns)
  return complaints.length > 0 ? { complaints } : { delimiter, columns }
}

function complainOfColumns(columns: string[]): string[] {
  const twice = columns.filter((column, place) => columns.indexOf(column) !== place)
  const traits = columns.filter((column) => !OURS.includes(column))
  const bad = traits.filter((name) => !traitName.safeParse(name).success || name === "__proto__" || name.includes("\0"))
  return [
    ...(columns.includes("email") ? [] : ["The first line names the columns, and one of them has to be email."]),
    ...[...new Set(twice)].map((column) => `The column "${column}" is there twice.`),
    ...(bad.length > 0 ? [`A column has a name of 1 to ${LIMITS.traitName} characters.`] : []),
    ...(traits.length > LIMITS.traits ? [`A file has ${LIMITS.traits} columns for traits at most, not ${traits.length}.`] : []),
  ]
}

export type CsvDefaults = { consent: "confirmed" | "pending" | null; cells: KnownCells }

/** One person of the file, or everything that is wrong with the line; `cells` is null where its quotes are out of place. */
export function readRow(cells: readonly string[] | null, shape: CsvShape, defaults: CsvDefaults): CsvRead {
  if (cells === null) return refused("has a quote that is out of place")
  if (cells.length !== shape.columns.length) {
    return refused(`has ${cells.length} cells, and the first line names ${shape.columns.length} columns`)
  }
  if (cells.some((cell) => /[\0\uFFFD]/.test(cell))) return refused("has bytes that are not UTF-8")
  return readCells(new Map(shape.columns.map((column, place) => [column, (cells[place] ?? "").trim()])), defaults)
}

function readCells(values: ReadonlyMap<string, string>, defaults: CsvDefaults): CsvRead {
  const cell = (column: string) => values.get(column) ?? ""
  const parsed = defaults.cells.safeParse({
    email: cell("email"),
    name: cell("name"),
    locale: cell("locale") || null,
    consent: cell("consent").toLowerCase() || defaults.consent,
    topics: cell("topics")
      .split(/[\s|;,]+/)
      .filter((key) => key !== ""),
  })
  const traits = traitsIn(values)
  const complaints = [
    ...(parsed.error?.issues.map(({ path, message }) => `${String(path[0])} ${message}`) ?? []),
    ...complainOfTraits(traits),
  ]
  if (!parsed.success || complaints.length > 0) return refused(complaints.join("; "))
  const { email, topics, ...rest } = parsed.data
  return { is: "row", row: { ...email, ...rest, topics: topics.length > 0 ? topics : null, traits } }
}

function complainOfTraits(traits: SubscriberTraits): string[] {
  const long = Object.entries(traits).filter(([, value]) => String(value).length > LIMITS.traitText)
  return long.map(([name]) => `${name} must have ${LIMITS.traitText} characters at most`)
}

function refused(message: string): CsvRead {
  return { is: "refused", message }
}

export type KnownCells = ReturnType<typeof knownCells>

/** Made once for a file: making it costs more than reading a line with it. */
export function knownCells(topics: ReadonlySet<string>) {
  return z.object({
    email: emailAddress,
    name: personName,
    locale: locale.nullable(),
    consent: z.enum(["confirmed", "pending"], "must be confirmed or pending: without consent nobody is added"),
    topics: z
      .array(topicKey.refine((key) => topics.has(key), { error: "names a topic that does not exist" }))
      .max(LIMITS.topics)
      .transform((keys) => [...new Set(keys)]),
  })
}

/** A cell is text. What JSON would write in just this way is the number, or the yes or no, that a rule asks for. */
function traitsIn(values: ReadonlyMap<string, string>): SubscriberTraits {
  const given = [...values].filter(([column, cell]) => !OURS.includes(column) && cell !== "")
  return Object.fromEntries(given.map(([column, cell]) => [column, traitOf(cell)]))
}

export function traitOf(cell: string): string | number | boolean {
  if (cell === "true" || cell === "false") return cell === "true"
  const number = Number(cell)
  return Number.isFinite(number) && String(number) === cell ? number : cell
}

/** The cells of many lines at once, since beginning to parse costs more than parsing; of each alone where one of them is broken. */
export function cellsIn(lines: readonly string[], delimiter: string): (string[] | null)[] {
  const quoted = lines.filter((line) => line.includes('"'))
  const parsed = parsedCells(quoted.join("\n"), delimiter)
  const together = parsed?.length === quoted.length ? parsed : quoted.map((line) => parsedCells(line, delimiter)?.[0] ?? null)
  const next = together.values()
  return lines.map((line) => (line.includes('"') ? (next.next().value ?? null) : line.split(delimiter)))
}

function parsedCells(text: string, delimiter: string): string[][] | null {
  try {
    return parse(text, { delimiter, relax_column_count: true })
  } catch {
    return null
  }
}
