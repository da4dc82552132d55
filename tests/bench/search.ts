import { setTimeout as sleep } from "node:timers/promises"
import postgres from "postgres"
import { ensureBuild } from "#lib/portal/ensure-build.ts"
import { HITS } from "#lib/site/search.ts"
import { startWebProcess } from "#tests/support/web-process.ts"
import type { Benchmark } from "./benchmark.ts"
import { type BenchCluster, openCluster } from "./cluster.ts"
import { pin } from "./cores.ts"
import { interleave } from "./interleave.ts"
import { questions, writeLibrary } from "./library.ts"
import { compare, quantile } from "./ratio.ts"

const [SMALL, LARGE] = [10_000, 100_000]
const ROUNDS = { short: { rounds: 5, seconds: 3 }, long: { rounds: 15, seconds: 10 } }
/** People who search at the same time, and how often one of them asks: nobody waits for a server that is the limit. */
const PEOPLE = 16
const EVERY_MS = 800
/** What making a page of the answer may take. */
const PAGE_MS = 5

/** A question to the search page beside the same question to the database alone; and in a library ten times as large. */
export const search: Benchmark = {
  name: "search",
  run: async ({ length, report }) => {
    await ensureBuild({ report })
    await using cluster = await openCluster()
    await using small = await openLibrary(cluster, SMALL)
    report(`writing ${LARGE.toLocaleString("en")} entries`)
    await using large = await openLibrary(cluster, LARGE)
    pin(process.pid, "asking")
    const { rounds, seconds } = ROUNDS[length]
    for (const ask of [small.http, large.http, large.sql]) await slowestTwentieth(ask, 2)
    const { ours, limit, less } = await interleave(rounds, {
      ours: () => slowestTwentieth(large.http, seconds),
      limit: () => slowestTwentieth(large.sql, seconds),
      less: () => slowestTwentieth(small.http, seconds),
    })
    const inTime = limit.map((ms) => ms + PAGE_MS)
    return [
      compare({ name: `search, p95, beside SQL + ${PAGE_MS} ms`, unit: "ms", bound: { atMost: 1 } }, { ours, peer: inTime }),
      compare({ name: "search, p95, ten times the entries", unit: "ms", bound: { atMost: 2 } }, { ours, peer: less }),
    ]
  },
}

type Ask = (question: string) => Promise<void>

async function openLibrary(cluster: BenchCluster, entries: number): Promise<AsyncDisposable & { http: Ask; sql: Ask }> {
  const portal = await cluster.openPortal(`library_${entries}`)
  const revision = await writeLibrary(portal.adminUrl, entries)
  const web = await startWebProcess(portal)
  pin(web.pid, "measured")
  const sql = postgres(portal.publicUrl, { max: PEOPLE, onnotice: () => {} })
  return {
    http: async (question) => {
      const response = await fetch(`${web.url}/search?q=${encodeURIComponent(question)}`)
      if (response.status !== 200) throw new Error(`${question}: answered ${response.status}`)
      await response.arrayBuffer()
    },
    sql: async (question) => void (await sql`select * from site.search(${question}, ${revision}, ${HITS})`),
    [Symbol.asyncDispose]: async () => {
      await sql.end()
      await web.stop()
      await portal.close()
    },
  }
}

const ASKED = questions(1000)

/** The p95 of what people wait for, each asking at a pace of their own. */
async function slowestTwentieth(ask: Ask, seconds: number): Promise<number> {
  const waited: number[] = []
  const until = performance.now() + seconds * 1000
  const person = async (_: unknown, who: number) => {
    await sleep((who * EVERY_MS) / PEOPLE)
    for (let n = who; performance.now() < until; n += PEOPLE) {
      const begun = performance.now()
      await ask(ASKED[n % ASKED.length] ?? "")
      waited.push(performance.now() - begun)
      await sleep(Math.max(0, EVERY_MS - (performance.now() - begun)))
    }
  }
  await Promise.all(Array.from({ length: PEOPLE }, person))
  return quantile(waited, 0.95)
}
