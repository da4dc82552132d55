/** What a ratio has to keep: speed at least so much, time at most so much. */
export type Bound = { atLeast: number } | { atMost: number }

/** One line of the result: what was measured on both sides, and what became of the bound. */
export type Comparison = {
  name: string
  unit: string
  ours: number
  peer: number
  ratio: number
  /** Distance between the quartiles of the rounds' ratios, as a share of their median. */
  spread: number
  bound: Bound
}

export type Samples = { ours: readonly number[]; peer: readonly number[] }

/** Each round is compared with itself, so that what slows down the whole machine for a while slows down both sides of a ratio. */
export function compare(what: Pick<Comparison, "name" | "unit" | "bound">, { ours, peer }: Samples): Comparison {
  const ratios = ours.map((value, round) => value / (peer[round] ?? Number.NaN))
  const ratio = quantile(ratios, 0.5)
  const spread = (quantile(ratios, 0.75) - quantile(ratios, 0.25)) / ratio
  return { ...what, ours: quantile(ours, 0.5), peer: quantile(peer, 0.5), ratio, spread }
}

export function holds({ ratio, bound }: Comparison): boolean {
  return "atLeast" in bound ? ratio >= bound.atLeast : ratio <= bound.atMost
}

export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other)
  const place = (sorted.length - 1) * share
  const below = sorted[Math.floor(place)] ?? Number.NaN
  const above = sorted[Math.ceil(place)] ?? Number.NaN
  return below + (above - below) * (place % 1)
}

/** The median of every so many values: one value for a round of several turns. */
export function perRound(values: readonly number[], turns: number): number[] {
  return Array.from({ length: Math.floor(values.length / turns) }, (_, round) =>
    quantile(values.slice(round * turns, (round + 1) * turns), 0.5),
  )
}
