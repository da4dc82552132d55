/** A record of the file as it stands there, with the number of its first line; `broken` where its quotes never close. */
export type CsvRecord = { line: number; text: string } | { line: number; broken: string }

/** A quoted cell may hold line ends, but one that goes on for longer than this is a quote that somebody forgot. */
const MOST_LINES = 20
const LINE_FEED = 0x0a

/**
 * Cuts a file into records, one after the other, and never holds more than one. A forgotten quote costs its own line alone: the next
 * line is read as if it had not been there.
 */
export function* recordsIn(bytes: Uint8Array): Generator<CsvRecord> {
  const decoder = new TextDecoder("utf-8")
  const lines = lineEndsIn(bytes)
  let line = 0
  let from = 0
  while (from < bytes.length) {
    const found = closing(bytes, lines, from)
    line += 1
    const text = decoder.decode(bytes.subarray(from, found.end))
    const record = text.replace(/\r?\n?$/, "")
    if (found.is === "open") yield { line, broken: "has a quote that is never closed" }
    else if (record.trim() !== "") yield { line, text: record }
    line += found.lines - 1
    from = found.end
  }
}

type Ends = (from: number) => number

function lineEndsIn(bytes: Uint8Array): Ends {
  return (from) => {
    const at = bytes.indexOf(LINE_FEED, from)
    return at < 0 ? bytes.length : at + 1
  }
}

const QUOTE = 0x22

function closing(bytes: Uint8Array, endOf: Ends, from: number): { is: "whole" | "open"; end: number; lines: number } {
  let end = from
  let isOpen = false
  for (let lines = 1; lines <= MOST_LINES && end < bytes.length; lines += 1) {
    const start = end
    end = endOf(start)
    for (let at = start; at < end; at += 1) if (bytes[at] === QUOTE) isOpen = !isOpen
    if (!isOpen) return { is: "whole", end, lines }
  }
  return { is: "open", end: endOf(from), lines: 1 }
}
