import type { Length } from "./benchmark.ts"
import { interleave } from "./interleave.ts"
import { load, type Measured, type Target } from "./load.ts"
import { type Comparison, compare } from "./ratio.ts"

const ROUNDS = { short: { rounds: 5, seconds: 3 }, long: { rounds: 15, seconds: 10 } }
const WARM_UP_SECONDS = 2

type Wanted = { name: string; length: Length; ours: Target; peer: Target; atLeast: number; p99AtMost: number }

/**
 * Ours and a peer under the same load, in turn: requests per second, processor time per request, and the slowest hundredth.
 * Processor time is the surer of the first two: it leaves out the waiting for a neighbour, or for a load generator that is the limit.
 */
export async function compareLoads({ name, length, ours, peer, atLeast, p99AtMost }: Wanted): Promise<Comparison[]> {
  const { rounds, seconds } = ROUNDS[length]
  for (const target of [ours, peer]) await load(target, WARM_UP_SECONDS)
  const measured = await interleave(rounds, { ours: () => load(ours, seconds), peer: () => load(peer, seconds) })
  const both = (pick: (one: Measured) => number) => ({ ours: measured.ours.map(pick), peer: measured.peer.map(pick) })
  const rows = [
    compare(
      { name, unit: "req/s", bound: { atLeast } },
      both((one) => one.perSecond),
    ),
    compare(
      { name: `${name}, processor time`, unit: "µs", bound: { atMost: Math.floor(100 / atLeast) / 100 } },
      both((one) => one.processorUs),
    ),
    compare(
      { name: `${name}, p99`, unit: "ms", bound: { atMost: p99AtMost } },
      both((one) => one.p99Ms),
    ),
  ]
  return rows.filter(({ ratio }) => !Number.isNaN(ratio))
}
