/**
 * Some texts take a parser minutes, or its whole stack, and nobody writes them for a reader: ten thousand brackets, a list in a
 * list in a list. What counts is markup, not length: 75 KB of ordinary text with headings, lists and tables stay below this.
 */
const MARKUP_AT_MOST = 8000
/** One paragraph, list or table; nested emphasis has to be within one. */
const MARKUP_IN_A_BLOCK = 2000
const CONTAINERS_AT_MOST = 12
/** Above what a document may hold, so that only what never was one is cut short here. */
const CHARACTERS_AT_MOST = 256 * 1024

const MARKUP = /[[\]*_`~|<>&!#@\n\\-]|https?:|www\./g
const CONTAINERS = /^(?:[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t]|$)))+/gm
const INDENTED = /^[ \t]+/gm
/** Four columns of indentation, which may be one more list to look into on every line, cost as much as a mark. */
const COLUMNS_PER_MARK = 4

/** Whether the text is shown as it was typed, because reading its markup would hold up everybody else. */
export function isTooIntricate(body: string): boolean {
  if (body.length > CHARACTERS_AT_MOST || costOf(body) > MARKUP_AT_MOST) return true
  const prefixes = body.match(CONTAINERS) ?? []
  if (prefixes.some((prefix) => prefix.replace(/[ \t\d]/g, "").length > CONTAINERS_AT_MOST)) return true
  return body.split(/\n[ \t]*\n/).some((block) => costOf(block) > MARKUP_IN_A_BLOCK)
}

function costOf(text: string): number {
  const indentation = (text.match(INDENTED) ?? []).reduce((columns, indent) => columns + indent.length, 0)
  return (text.match(MARKUP) ?? []).length + indentation / COLUMNS_PER_MARK
}
