/** A text and what of it is chosen. */
export type Chosen = { text: string; from: number; to: number }

/** What stands between `from` and `to` gives way to `insert`; then `select` is chosen. */
export type Edit = { from: number; to: number; insert: string; select: [from: number, to: number] }

export const MARKS = ["bold", "italic", "code", "link", "heading", "bullets", "numbers", "quote"] as const
export type MarkName = (typeof MARKS)[number]

/** What a button of the toolbar makes of the text; where the mark is there already, it is taken away. */
export function editFor(mark: MarkName, chosen: Chosen): Edit {
  switch (mark) {
    case "bold":
      return wrapped(chosen, "**", "bold text")
    case "italic":
      return wrapped(chosen, "_", "text in italics")
    case "code":
      return textIn(chosen).includes("\n") ? fenced(chosen) : wrapped(chosen, "`", "code")
    case "link":
      return linked(chosen)
    case "heading":
      return prefixed(chosen, () => "## ", /^#{1,6} /)
    case "bullets":
      return prefixed(chosen, () => "- ", /^[-*+] /)
    case "numbers":
      return prefixed(chosen, (place) => `${place + 1}. `, /^\d+\. /)
    case "quote":
      return prefixed(chosen, () => "> ", /^> ?/)
  }
}

function textIn({ text, from, to }: Chosen): string {
  return text.slice(from, to)
}

function wrapped(chosen: Chosen, sign: string, example: string): Edit {
  const { text, from, to } = chosen
  const length = sign.length
  const isInside = from >= length && text.slice(from - length, from) === sign && text.slice(to, to + length) === sign
  if (isInside) {
    const insert = textIn(chosen)
    return { from: from - length, to: to + length, insert, select: [from - length, to - length] }
  }
  const words = textIn(chosen) || example
  return { from, to, insert: `${sign}${words}${sign}`, select: [from + length, from + length + words.length] }
}

function fenced(chosen: Chosen): Edit {
  const { from, to } = chosen
  const words = textIn(chosen)
  return { from, to, insert: `\`\`\`\n${words}\n\`\`\``, select: [from + 4, from + 4 + words.length] }
}

/** The part that is still to be written is chosen: the address, or, where an address was chosen, the words. */
function linked(chosen: Chosen): Edit {
  const { from, to } = chosen
  const words = textIn(chosen)
  if (/^https?:\/\/\S+$/.test(words)) return { from, to, insert: `[link](${words})`, select: [from + 1, from + 5] }
  const label = words || "link"
  const begins = from + label.length + 3
  return { from, to, insert: `[${label}](https://)`, select: [begins, begins + "https://".length] }
}

/** Of whole lines: all that the choice touches. */
function prefixed({ text, from, to }: Chosen, prefix: (place: number) => string, had: RegExp): Edit {
  const begins = text.lastIndexOf("\n", from - 1) + 1
  const next = text.indexOf("\n", to)
  const ends = next === -1 ? text.length : next
  const lines = text.slice(begins, ends).split("\n")
  const isThere = lines.every((line) => had.test(line))
  const insert = lines.map((line, place) => (isThere ? line.replace(had, "") : `${prefix(place)}${line.replace(had, "")}`)).join("\n")
  return { from: begins, to: ends, insert, select: [begins + insert.length, begins + insert.length] }
}

type Pressed = { key: string; code: string; shiftKey: boolean; altKey: boolean; ctrlKey: boolean; metaKey: boolean }

/** The mark that a key asks for; with Ctrl, or with Command where that is the custom. */
export function markOf({ key, code, shiftKey, altKey, ctrlKey, metaKey }: Pressed): MarkName | null {
  if (altKey || ctrlKey === metaKey) return null
  if (shiftKey) return SHIFTED[code] ?? null
  return PLAIN[key.toLowerCase()] ?? null
}

const PLAIN: Record<string, MarkName> = { b: "bold", i: "italic", e: "code", k: "link" }
const SHIFTED: Record<string, MarkName> = { Digit7: "numbers", Digit8: "bullets", Digit9: "quote", KeyH: "heading" }
