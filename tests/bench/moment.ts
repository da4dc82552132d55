import { ensureBuild } from "#lib/portal/ensure-build.ts"
import { aConnectedFlag } from "#tests/support/connected-flag.ts"
import { type FakeUnleash, startFakeUnleash } from "#tests/support/fake-unleash.ts"
import { type Moment, percentile } from "#tests/support/moment-sights.ts"
import { aReleaseToWatch, type Watch, watchMoments } from "#tests/support/watch-moments.ts"
import { startWebProcess } from "#tests/support/web-process.ts"
import type { World } from "#tests/support/world.ts"
import type { Benchmark } from "./benchmark.ts"
import { openCluster } from "./cluster.ts"
import type { Comparison } from "./ratio.ts"

const LAUNCHES = { short: 30, long: 50 }
const FLAGS = 3
const VISIBLE_WITHIN_MS = 250

/** From the moment of a launch to when every place of two processes under load shows it, and what comes before: the first flip elsewhere. */
export const moment: Benchmark = {
  name: "moment",
  run: async ({ length, report }) => {
    await ensureBuild({ report })
    await using cluster = await openCluster()
    const unleash = await startFakeUnleash()
    const portal = await cluster.openPortal("moments", { CURTAIN_ALLOW_PRIVATE_HOSTS: new URL(unleash.url).host })
    try {
      report(`${LAUNCHES[length]} launches, and as many recalls`)
      const watch = await watchWithFlags(portal, unleash, LAUNCHES[length])
      report(told(watch))
      report(`from the first of ${FLAGS} flips elsewhere to the moment: ${inShort(leadsOf(watch.moments, unleash))}`)
      return rowsOf(watch)
    } finally {
      await portal.close()
      await unleash.stop()
    }
  },
}

async function watchWithFlags(world: World, unleash: FakeUnleash, rounds: number): Promise<Watch> {
  const connected = []
  for (let n = 1; n <= FLAGS; n++) connected.push(await aConnectedFlag(world, unleash, `elsewhere-${n}`))
  const release = await aReleaseToWatch(world, { connected })
  const webs = [await startWebProcess(world), await startWebProcess(world)]
  try {
    return await watchMoments({ world, webs, release, rounds })
  } finally {
    for (const web of webs) await web.stop()
  }
}

/** Milliseconds between the first write that a launch made in the flag service and its moment. */
function leadsOf(moments: readonly Moment[], unleash: FakeUnleash): number[] {
  return moments
    .filter(({ isPublic }) => isPublic)
    .map(({ begunAt, committedAt }) => committedAt - (unleash.writes().find(({ at }) => at >= begunAt)?.at ?? Number.NaN))
}

function told({ answers, unconfirmed, delays }: Watch): string {
  const all = delays.flatMap((one) => one.delays)
  return `${answers} answers, ${unconfirmed} of 503; ${all.length} sights of a moment: ${inShort(all)}`
}

function inShort(values: readonly number[]): string {
  return `median ${percentile(values, 0.5).toFixed(0)} ms, p99 ${percentile(values, 0.99).toFixed(0)} ms`
}

function rowsOf({ faults, answers, delays }: Watch): Comparison[] {
  for (const fault of faults) console.error(fault.slice(0, 300))
  const rows = delays.map(({ place, delays: seen }): Comparison => {
    const ours = percentile(seen, 0.99)
    const what = { name: `moment, ${place}, p99`, unit: "ms", bound: { atMost: 1 }, spread: 0 }
    return { ...what, ours, peer: VISIBLE_WITHIN_MS, ratio: ours / VISIBLE_WITHIN_MS }
  })
  const wrong = { name: "moment, wrong among all answers", unit: "answers", bound: { atMost: 0 }, spread: 0 }
  return [...rows, { ...wrong, ours: faults.length, peer: answers, ratio: faults.length / answers }]
}
