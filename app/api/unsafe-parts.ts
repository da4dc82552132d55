import type { Complaint } from "#lib/kernel/errors.ts"

/** Deeper than any body of ours (4 levels); code that follows a value by recursion stays far from the end of the stack. */
const DEEPEST = 32

/** Enough to mend a request by, and no answer larger than what was asked. */
const MOST_COMPLAINTS = 20

/** A deployment with as many commits as fit into 1 MB stays below; checking each of half a million values took 12 s. */
const MOST_PARTS = 30_000

type Part = { value: unknown; name: string; depth: number; within: Part | null }

/** What is JSON and still not to be handed on: PostgreSQL refuses NUL and half characters, `__proto__` changes what other fields mean. */
export function unsafeParts(value: unknown): Complaint[] {
  const complaints: Complaint[] = []
  const waiting: Part[] = [{ value, name: "", depth: 0, within: null }]
  let seen = 1
  for (let part = waiting.pop(); part !== undefined && complaints.length < MOST_COMPLAINTS; part = waiting.pop()) {
    const message = complaintAbout(part)
    if (message !== null) complaints.push({ path: pathOf(part), message })
    const inside = message === null && typeof part.value === "object" && part.value !== null ? Object.keys(part.value) : []
    seen += inside.length
    if (seen > MOST_PARTS) return [{ path: "", message: `has more than ${MOST_PARTS} values` }]
    addParts(waiting, part, inside)
  }
  return complaints
}

function complaintAbout({ value, name, depth }: Part): string | null {
  if (depth > DEEPEST) return `is nested deeper than ${DEEPEST} levels`
  if (name === "__proto__" || !isCleanText(name)) return "is not a name that a field may have"
  if (typeof value === "string" && !isCleanText(value)) return "has a NUL or half a character in it"
  return null
}

function isCleanText(text: string): boolean {
  return !text.includes("\0") && text.isWellFormed()
}

function addParts(waiting: Part[], within: Part, names: string[]): void {
  const values: Record<string, unknown> = Object(within.value)
  for (const name of names) waiting.push({ value: values[name], name, depth: within.depth + 1, within })
}

function pathOf(part: Part): string {
  const names: string[] = []
  for (let at: Part | null = part; at?.within; at = at.within) names.unshift(at.name)
  return names.join(".")
}
