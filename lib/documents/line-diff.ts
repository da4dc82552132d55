/** A piece of two texts laid over each other: in both, only in the older one, or only in the newer one. */
export type DiffLine = { is: "same" | "gone" | "new"; text: string }

/** Beyond this the table of comparisons is larger than anybody's patience; what is between the common ends is shown as replaced. */
const MOST_CELLS = 4_000_000

/** The fewest lines that have to go and come to make one text of the other, in reading order; what goes stands before what comes. */
export function diffLines(older: string, newer: string): DiffLine[] {
  return layOver(older.split("\n"), newer.split("\n"))
}

/** The same of any two rows of pieces. */
export function layOver(one: readonly string[], other: readonly string[]): DiffLine[] {
  const head = countCommon(one, other)
  const tail = countCommon(one.slice(head).reverse(), other.slice(head).reverse())
  const [from, to] = [one.slice(head, one.length - tail), other.slice(head, other.length - tail)]
  return [
    ...one.slice(0, head).map(same),
    ...(from.length * to.length > MOST_CELLS ? replaced(from, to) : between(from, to)),
    ...one.slice(one.length - tail).map(same),
  ]
}

function countCommon(one: readonly string[], other: readonly string[]): number {
  let count = 0
  while (count < one.length && count < other.length && one[count] === other[count]) count++
  return count
}

/** Longest common subsequence: `longest[a][b]` is its length for what follows line a of the one text and line b of the other. */
function between(from: readonly string[], to: readonly string[]): DiffLine[] {
  const width = to.length + 1
  const longest = new Uint32Array((from.length + 1) * width)
  const at = (a: number, b: number) => longest[a * width + b] ?? 0
  for (let a = from.length - 1; a >= 0; a--) {
    for (let b = to.length - 1; b >= 0; b--) {
      longest[a * width + b] = from[a] === to[b] ? at(a + 1, b + 1) + 1 : Math.max(at(a + 1, b), at(a, b + 1))
    }
  }
  return walk(from, to, at)
}

function walk(from: readonly string[], to: readonly string[], at: (a: number, b: number) => number): DiffLine[] {
  const lines: DiffLine[] = []
  let [a, b] = [0, 0]
  while (a < from.length && b < to.length) {
    if (from[a] === to[b]) {
      lines.push(same(from[a] ?? ""))
      a++
      b++
    } else if (at(a + 1, b) >= at(a, b + 1)) lines.push({ is: "gone", text: from[a++] ?? "" })
    else lines.push({ is: "new", text: to[b++] ?? "" })
  }
  return [...lines, ...replaced(from.slice(a), to.slice(b))]
}

function replaced(from: readonly string[], to: readonly string[]): DiffLine[] {
  return [...from.map((text): DiffLine => ({ is: "gone", text })), ...to.map((text): DiffLine => ({ is: "new", text }))]
}

function same(text: string): DiffLine {
  return { is: "same", text }
}
