/** What is chosen of a list, and where the last choice was made: with Shift, everything between is chosen or left with it. */
export type Choice = { chosen: ReadonlySet<string>; last: string | null }

export const NONE: Choice = { chosen: new Set(), last: null }

type Pick = { id: string; to: "chosen" | "left"; reach: "one" | "from the last" }

export function choose(before: Choice, ids: readonly string[], { id, to, reach }: Pick): Choice {
  const chosen = new Set(before.chosen)
  for (const one of reach === "one" || before.last === null ? [id] : between(ids, before.last, id)) {
    if (to === "chosen") chosen.add(one)
    else chosen.delete(one)
  }
  return { chosen, last: id }
}

export function chooseAll({ chosen }: Choice, ids: readonly string[]): Choice {
  return ids.every((id) => chosen.has(id)) ? NONE : { chosen: new Set(ids), last: null }
}

function between(ids: readonly string[], one: string, other: string): readonly string[] {
  const [from, to] = [ids.indexOf(one), ids.indexOf(other)]
  if (from < 0) return [other]
  return ids.slice(Math.min(from, to), Math.max(from, to) + 1)
}
