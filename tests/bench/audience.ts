import { tmpdir } from "node:os"
import { join } from "node:path"
import postgres from "postgres"
import { materialiseAudience } from "#lib/delivery/materialise-audience.ts"
import type { LaunchId } from "#lib/kernel/ids.ts"
import { anAnnouncedLaunch, planOf, someSubscribers } from "#tests/support/mail-stage.ts"
import type { Benchmark } from "./benchmark.ts"
import { type BenchPortal, openCluster } from "./cluster.ts"
import { compare } from "./ratio.ts"

const PEOPLE = 1_000_000
const ROUNDS = { short: 3, long: 7 }
const MOST_GROWTH_MB = 64

/** Writing out who is mailed, beside the least that could be done: the same rows into the same table and indexes by COPY, from a file of the server's own. */
export const audience: Benchmark = {
  name: "audience",
  run: async ({ length, report }) => {
    await using cluster = await openCluster()
    const portal = await cluster.openPortal("audience")
    const admin = postgres(portal.adminUrl, { max: 1, onnotice: () => {} })
    report(`${PEOPLE} subscribers`)
    await someSubscribers(portal, PEOPLE)
    await admin.unsafe("vacuum analyze subscribers")
    const launchId = await anAnnouncedLaunch(portal)
    const file = join(tmpdir(), `curtain-bench-${process.pid}.copy`)
    const [ours, peer, grown]: number[][] = [[], [], []]
    for (let round = 0; round < ROUNDS[length]; round++) {
      const { ms, growthMb } = await freeze(portal, launchId)
      const copied = await copyBack(admin, file)
      report(`written out in ${Math.round(ms)} ms, ${Math.round(growthMb)} MB more at most; copied in ${Math.round(copied)} ms`)
      ours?.push(ms)
      peer?.push(copied)
      grown?.push(growthMb)
      await rewind(admin, launchId)
    }
    await admin.end()
    await portal.close()
    return [
      compare({ name: "audience of 1,000,000", unit: "ms", bound: { atMost: 1.2 } }, { ours: ours ?? [], peer: peer ?? [] }),
      compare(
        { name: "its memory, beside 64 MB", unit: "MB", bound: { atMost: 1 } },
        { ours: grown ?? [], peer: (grown ?? []).map(() => MOST_GROWTH_MB) },
      ),
    ]
  },
}

async function freeze(portal: BenchPortal, launchId: LaunchId): Promise<{ ms: number; growthMb: number }> {
  const before = process.memoryUsage.rss()
  let most = before
  const looking = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss())
  }, 50)
  const began = performance.now()
  await materialiseAudience(portal, { launchId })
  const ms = performance.now() - began
  clearInterval(looking)
  const { candidates } = await planOf(portal, launchId)
  if (candidates !== PEOPLE) throw new Error(`${candidates} of ${PEOPLE} were written out`)
  return { ms, growthMb: (most - before) / 1024 / 1024 }
}

/** The rows that were just written, out of the table and into it again: keys, checks and indexes are what they were. */
async function copyBack(admin: postgres.Sql, file: string): Promise<number> {
  await admin.unsafe(`copy deliveries to '${file}'`)
  await admin.unsafe("truncate deliveries")
  await admin.unsafe("checkpoint")
  const began = performance.now()
  await admin.unsafe(`copy deliveries from '${file}'`)
  return performance.now() - began
}

async function rewind(admin: postgres.Sql, launchId: LaunchId): Promise<void> {
  await admin.unsafe("truncate deliveries, delivery_batches")
  await admin`
    update delivery_plans set state = 'materialising', written_up_to = null, materialised_at = null, candidates = 0, open_batches = 0
    where launch_id = ${launchId}`
  await admin.unsafe("vacuum delivery_plans")
  await admin.unsafe("checkpoint")
}
