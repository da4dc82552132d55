import type { Benchmark } from "./benchmark.ts"
import { compareLoads } from "./compare-loads.ts"
import { openSite } from "./site.ts"
import { startStockNext } from "./stock-next.ts"

/** A released entry's page beside a static page of the same size that Next serves as it comes. */
export const page: Benchmark = {
  name: "page",
  run: async ({ length, report }) => {
    await using site = await openSite(report)
    const url = `${site.url}${site.entry}`
    const bytes = (await (await fetch(url, { headers: { "accept-encoding": "identity" } })).arrayBuffer()).byteLength
    report(`the page has ${bytes} bytes; building a stock Next application with one as large, unless that was done`)
    await using stock = await startStockNext(bytes)
    const ours = { pid: site.pid, url, status: 200 as const }
    const peer = { pid: stock.pid, url: stock.page, status: 200 as const }
    return await compareLoads({ name: "page", length, ours, peer, atLeast: 4, p99AtMost: 0.5 })
  },
}
