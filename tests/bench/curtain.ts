import postgres from "postgres"
import type { LaunchId } from "#lib/kernel/ids.ts"
import { getLaunch } from "#lib/launch/queries.ts"
import { raiseCurtain } from "#lib/launch/raise-curtain.ts"
import { begin } from "#tests/support/launch-steps.ts"
import type { Benchmark } from "./benchmark.ts"
import { aBigRelease } from "./big-release.ts"
import { type BenchCluster, type BenchPortal, openCluster } from "./cluster.ts"
import { pin } from "./cores.ts"
import { writeHistory } from "./history.ts"
import { interleave } from "./interleave.ts"
import { compare, perRound } from "./ratio.ts"
import { recordCurtain } from "./record-curtain.ts"
import { keepRows, mustKnowTables, type Rewind } from "./rewind.ts"

const HISTORY = 10_000
/** One curtain is some milliseconds, and the disk decides about a good part of them: it takes many to see the median. */
const ROUNDS = { short: { rounds: 10, turns: 5 }, long: { rounds: 40, turns: 7 } }
/** Connections, caches and pages are as they are after a while. */
const WARM_UP_TURNS = 6

/** The curtain transaction beside the same statements sent at once, and beside itself in a portal with a long past. */
export const curtain: Benchmark = {
  name: "curtain",
  run: async ({ length, report }) => {
    await using cluster = await openCluster()
    await using young = await openStage(cluster, { name: "young", releases: 0, report })
    await using old = await openStage(cluster, { name: "old", releases: HISTORY, report })
    pin(cluster.postmasterPid, "measured")
    pin(process.pid, "asking")
    const { rounds, turns } = ROUNDS[length]
    const sides = { young: young.raise, replayed: young.replay, old: old.raise }
    await interleave(WARM_UP_TURNS, sides)
    const taken = await interleave(rounds * turns, sides)
    const [ours, peer, later] = [perRound(taken.young, turns), perRound(taken.replayed, turns), perRound(taken.old, turns)]
    return [
      compare({ name: "curtain", unit: "ms", bound: { atMost: 1.3 } }, { ours, peer }),
      compare({ name: "curtain after 10,000 releases", unit: "ms", bound: { atMost: 1.1 } }, { ours: later, peer: ours }),
    ]
  },
}

type Stage = AsyncDisposable & {
  /** Milliseconds that raiseCurtain took, from a state that is the same each time. */
  raise(): Promise<number>
  /** The same statements from the same state, sent as one text. */
  replay(): Promise<number>
}

type Wanted = { name: string; releases: number; report(line: string): void }

async function openStage(cluster: BenchCluster, { name, releases, report }: Wanted): Promise<Stage> {
  report(`making a portal with ${releases} releases in its past and a big one to launch`)
  const portal = await cluster.openPortal(name)
  if (releases > 0) await writeHistory(portal.adminUrl, releases)
  const launchId = await begin(portal, await aBigRelease(portal))
  const kept = await keepRows(portal.adminUrl, launchId)
  const recorded = await recordCurtain(portal, launchId)
  mustKnowTables(recorded.text)
  report(`the curtain is ${recorded.statements} statements`)
  await kept.rewind()
  const client = postgres(portal.url, { max: 1, onnotice: () => {}, connection: { TimeZone: "UTC" } })
  return {
    raise: () => timed(kept, () => raise(portal, launchId)),
    replay: () => timed(kept, async () => () => client.unsafe(recorded.text)),
    [Symbol.asyncDispose]: async () => {
      await client.end()
      await kept.close()
      await portal.close()
    },
  }
}

/** The worker knows the launch before it raises the curtain; reading it is no part of the transaction. */
async function raise(portal: BenchPortal, launchId: LaunchId): Promise<() => Promise<void>> {
  const launch = await getLaunch(portal.db, launchId)
  return () => raiseCurtain(portal, launch)
}

async function timed(kept: Rewind, prepare: () => Promise<() => PromiseLike<unknown>>): Promise<number> {
  const act = await prepare()
  const startedAt = performance.now()
  await act()
  const took = performance.now() - startedAt
  await kept.mustBeUp()
  await kept.rewind()
  return took
}
