import { type DiffLine, layOver } from "./line-diff.ts"

/** A line with its words told apart: those that the line it replaces, or is replaced by, has too, and those that are its own. */
export type MarkedLine = { is: DiffLine["is"]; parts: { text: string; isOwn: boolean }[] }

/** Lines with less in common than this were written anew: marking single words in them would be noise. */
const LEAST_IN_COMMON = 0.4

/** A longer line is a wall of text, and a table of its words is slow to fill. */
const LONGEST_LINE = 4000

/** Where lines went and others came in their place, the words that make the difference. */
export function markWords(lines: readonly DiffLine[]): MarkedLine[] {
  const marked: MarkedLine[] = []
  for (let place = 0; place < lines.length; ) {
    const gone = runOf(lines, place, "gone")
    const come = runOf(lines, place + gone.length, "new")
    if (gone.length + come.length === 0) {
      marked.push({ is: "same", parts: [{ text: lines[place]?.text ?? "", isOwn: false }] })
      place += 1
    } else {
      marked.push(...besideEachOther(gone, come))
      place += gone.length + come.length
    }
  }
  return marked
}

function runOf(lines: readonly DiffLine[], from: number, is: DiffLine["is"]): string[] {
  const run: string[] = []
  for (let place = from; lines[place]?.is === is; place++) run.push(lines[place]?.text ?? "")
  return run
}

function besideEachOther(gone: readonly string[], come: readonly string[]): MarkedLine[] {
  const pairs = gone.map((older, place) => wordsOf(older, come[place]))
  return [
    ...gone.map((text, place): MarkedLine => ({ is: "gone", parts: partsFor("gone", pairs[place]) ?? whole(text) })),
    ...come.map((text, place): MarkedLine => ({ is: "new", parts: partsFor("new", pairs[place]) ?? whole(text) })),
  ]
}

/** Null where the two lines have too little in common to be one line that was changed. */
function wordsOf(older: string, newer: string | undefined): DiffLine[] | null {
  if (newer === undefined || Math.max(older.length, newer.length) > LONGEST_LINE) return null
  const words = layOver(wordsIn(older), wordsIn(newer))
  const common = words.filter(({ is }) => is === "same").reduce((sum, { text }) => sum + text.trim().length, 0)
  return common < LEAST_IN_COMMON * Math.max(older.trim().length, newer.trim().length) ? null : words
}

/** Words, the space between them, and every other sign for itself. */
function wordsIn(line: string): string[] {
  return line.match(/[\p{L}\p{N}]+|\s+|[^\p{L}\p{N}\s]/gu) ?? []
}

function partsFor(is: "gone" | "new", words: readonly DiffLine[] | null | undefined): MarkedLine["parts"] | null {
  if (!words) return null
  const parts: MarkedLine["parts"] = []
  for (const word of words) {
    if (word.is !== "same" && word.is !== is) continue
    const last = parts.at(-1)
    if (last !== undefined && last.isOwn === (word.is !== "same")) last.text += word.text
    else parts.push({ text: word.text, isOwn: word.is !== "same" })
  }
  return parts
}

function whole(text: string): MarkedLine["parts"] {
  return [{ text, isOwn: false }]
}
