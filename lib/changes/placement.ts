/** Where things stand in the order of a repository's commits, as far as it matters for placing some more. */
export type Order = {
  /** Positions of those commits of the payload that are known. */
  known: ReadonlyMap<string, number>
  /** The position of what was deployed before, if the payload says it and we know it. */
  previous: number | null
  /** The first position of commits brought by later deployments of the same environment. */
  firstLater: number | null
  /** The last position of all, 0 in an empty repository. */
  last: number
}

/** Everything behind `after` moves up by `width`. */
export type Gap = { after: number; width: number }
export type Placement = { sha: string; position: number }

/**
 * Finds the places of unknown commits, which come oldest first. Known ones keep theirs; one behind a known one in the payload goes
 * right behind it, those before the first known one go right before it.
 */
export function placeCommits(shas: readonly string[], order: Order): { gaps: Gap[]; placements: Placement[] } {
  const runs = [...runsOf(shas, order)].sort(([one], [other]) => one - other)
  let moved = 0
  const placements: Placement[] = []
  for (const [after, run] of runs) {
    placements.push(...run.map((sha, index) => ({ sha, position: after + moved + index + 1 })))
    moved += run.length
  }
  const gaps = runs.filter(([after]) => after < order.last).map(([after, run]) => ({ after, width: run.length }))
  return { gaps, placements }
}

/** Unknown commits by the position that they follow. */
function runsOf(shas: readonly string[], order: Order): Map<number, string[]> {
  const runs = new Map<number, string[]>()
  let after = startOf(shas, order)
  for (const sha of new Set(shas)) {
    const position = order.known.get(sha)
    if (position !== undefined) after = position
    else runs.getOrInsert(after, []).push(sha)
  }
  return runs
}

function startOf(shas: readonly string[], { known, previous, firstLater, last }: Order): number {
  const first = shas.find((sha) => known.has(sha))
  if (first !== undefined) return (known.get(first) ?? 1) - 1
  if (previous !== null) return previous
  return firstLater === null ? last : firstLater - 1
}
