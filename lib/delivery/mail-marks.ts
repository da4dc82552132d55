/**
 * Where a recipient's own words go in a stored render. They survive escaping, upper-casing apart, and no author's text may hold
 * two percent signs: readiness refuses it, so what looks like a mark is one.
 */
export const MARKS = { name: "%%name%%", unsubscribe: "%%unsubscribe%%", preferences: "%%preferences%%" } as const

export type MarkName = keyof typeof MARKS

/** What no author may write. */
export const MARK_SIGN = "%%"

/** A text cut at its marks, once: texts stand at even places, names of marks at odd ones. */
export type CutText = readonly string[]

/** Throws where something would be left that looks like a mark and is none. */
export function cutAtMarks(text: string): CutText {
  const parts = text.split(/%%(name|unsubscribe|preferences)%%/)
  const leftover = parts.find((part, place) => place % 2 === 0 && part.includes(MARK_SIGN))
  if (leftover !== undefined) {
    throw new Error(`a render holds a mark that nobody fills in: ${leftover.slice(leftover.indexOf(MARK_SIGN)).slice(0, 40)}`)
  }
  return parts
}

/** Joined, never replaced: `$&` in a name is two letters. */
export function fillIn(cut: CutText, values: Readonly<Record<MarkName, string>>): string {
  return cut.map((part, place) => (place % 2 === 0 ? part : values[markNamed(part)])).join("")
}

/** Sound, since only `cutAtMarks` makes what stands at an odd place. */
function markNamed(part: string): MarkName {
  return part as MarkName
}
