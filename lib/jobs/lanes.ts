import type { Log } from "../kernel/log.ts"
import { monotonicMs } from "../kernel/stopwatch.ts"
import type { Loop } from "./repeat.ts"

/** When the same key may be started again. */
export type Rest = { forMs: number }
export const NO_REST: Rest = { forMs: 0 }

/** Work that is in hand in this process, under keys. As a loop it ends when all of it has. */
export type Lanes = Loop & {
  /** Begins the work, and does not wait for it. Nothing where the key is in hand or rests, or every lane is taken: ask again in the next round. */
  start(key: string, work: () => Promise<Rest>): void
}

/** What broke may break again at once; the log gets a line a second and not four. */
const AFTER_A_FAULT: Rest = { forMs: 1000 }

/** Works on several keys side by side, so that a slow one delays no other, and never twice at once on the same. */
export function openLanes(log: Log, options: { name: string; atOnce: number }): Lanes {
  const inHand = new Map<string, Promise<void>>()
  const restsUntilMs = new Map<string, number>()
  let isStopped = false
  return {
    start: (key, work) => {
      if (isStopped || inHand.has(key) || inHand.size >= options.atOnce || rests(key)) return
      inHand.set(key, run(key, work))
    },
    stop: async () => {
      isStopped = true
      await Promise.all(inHand.values())
    },
  }

  function rests(key: string): boolean {
    for (const [rested, untilMs] of restsUntilMs) if (untilMs <= monotonicMs()) restsUntilMs.delete(rested)
    return restsUntilMs.has(key)
  }

  async function run(key: string, work: () => Promise<Rest>): Promise<void> {
    const rest = await work().catch((error: unknown) => {
      log.warn({ err: error, lane: options.name, key }, "work failed and will be tried again")
      return AFTER_A_FAULT
    })
    if (rest.forMs > 0) restsUntilMs.set(key, monotonicMs() + rest.forMs)
    inHand.delete(key)
  }
}
