import { plainText } from "../documents/markdown.ts"
import type { Summary } from "./released-document.ts"

export const LONGEST_QUESTION = 200
export const HITS = 30

/** A document that answers a question, with the place that shows why. */
export type Hit = Summary & { kind: "entry" | "article" }
/** A run of text; the marked ones are what was asked for. */
export type Run = { text: string; isMarked: boolean }

const EXCERPT_CHARACTERS = 240
const BEFORE_CHARACTERS = 80
/** Enough to find the place in any but a book, and little enough to read on every question. */
const READ_CHARACTERS = 20_000

/** The words of a question that a text may show: signs that steer a search are none. */
export function wordsOf(question: string): string[] {
  const words = question.toLowerCase().match(/[\p{Letter}\p{Number}]+/gu) ?? []
  return [...new Set(words)].filter((word) => word.length > 1 || words.length === 1)
}

/** A few lines of the text around the first word that was asked for, or its beginning. */
export function excerptOf(body: string, question: string): Run[] {
  const text = plainText(body, READ_CHARACTERS)
  const words = wordsOf(question)
  const first = text.search(expressionOf(words))
  const start = first <= BEFORE_CHARACTERS ? 0 : text.lastIndexOf(" ", first - BEFORE_CHARACTERS) + 1
  const cut = text.slice(start, start + EXCERPT_CHARACTERS)
  const end = start + EXCERPT_CHARACTERS < text.length ? cut.replace(/\s+\S*$/, "") : cut
  return marked(`${start > 0 ? "… " : ""}${end}${end.length < text.length - start ? " …" : ""}`, words)
}

export function marked(text: string, words: readonly string[]): Run[] {
  const parts = text.split(expressionOf(words, "kept"))
  return parts.map((part, index) => ({ text: part, isMarked: index % 2 === 1 })).filter((run) => run.text !== "")
}

const NOTHING = /(?!)/

/** Words by their beginning, as the search finds them. With "kept", what matches is part of what `split` gives. */
function expressionOf(words: readonly string[], way?: "kept"): RegExp {
  if (words.length === 0) return way === "kept" ? /((?!))/ : NOTHING
  const source = `(?<![\\p{Letter}\\p{Number}])${way === "kept" ? "(" : "(?:"}${words.join("|")})`
  return new RegExp(source, "iu")
}
