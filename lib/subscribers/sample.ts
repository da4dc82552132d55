import type { SQL } from "drizzle-orm"

/** What to read instead of `subscribers`, and which share of them that is: 1 is all. */
export type Sample = { from: SQL; share: number }

/** How many there are: `exact`; `about` so many, by a sample; or `below`: too few for the sample to tell, and fewer than this. */
export type Size = { is: "exact" | "about" | "below"; count: number }

/** Fewer hits than this tell nothing but that there are few. */
const TELLING = 25

export function sizeOf(hits: number, { share }: Pick<Sample, "share">): Size {
  if (share === 1) return { is: "exact", count: hits }
  if (hits < TELLING) return { is: "below", count: rounded(TELLING / share) }
  return { is: "about", count: rounded(hits / share) }
}

/** Two digits are what a sample knows. */
function rounded(count: number): number {
  return Number(count.toPrecision(2))
}
