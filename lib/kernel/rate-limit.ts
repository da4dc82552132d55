import { monotonicMs } from "./stopwatch.ts"

export type RateLimit = {
  /** Counts one more for the key, and says whether that is one too many for now. */
  isOver(key: string): boolean
}

/** More than this in one span of time is no crowd but a flood from everywhere, and counts as one. */
const KEYS = 10_000

/** So many for each key in each span of time and process, counted in memory: for what is cheap, and only must not become a flood. */
export function openRateLimit({ most, everyMs }: { most: number; everyMs: number }): RateLimit {
  const counts = new Map<string, number>()
  let untilMs = monotonicMs() + everyMs
  return {
    isOver: (key) => {
      if (monotonicMs() >= untilMs) {
        counts.clear()
        untilMs = monotonicMs() + everyMs
      }
      const counted = counts.has(key) || counts.size < KEYS ? key : "everybody else"
      const count = (counts.get(counted) ?? 0) + 1
      counts.set(counted, count)
      return count > most
    },
  }
}
