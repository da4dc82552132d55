import { startBareServer } from "./bare-server.ts"
import type { Benchmark } from "./benchmark.ts"
import { compareLoads } from "./compare-loads.ts"
import { openSite } from "./site.ts"

/** "You have it already" for the feed beside the least that a Node process can say so with. */
export const feed304: Benchmark = {
  name: "feed-304",
  run: async ({ length, report }) => {
    await using site = await openSite(report)
    const url = `${site.url}/rss.xml`
    const first = await fetch(url, { headers: { "accept-encoding": "identity" } })
    const headers = { "if-none-match": first.headers.get("etag") ?? "" }
    await using bare = await startBareServer(await fetch(url, { headers: { ...headers, "accept-encoding": "identity" } }))
    const ours = { pid: site.pid, url, headers, status: 304 as const }
    const peer = { ...ours, pid: bare.pid, url: bare.url }
    return await compareLoads({ name: "feed-304", length, ours, peer, atLeast: 0.5, p99AtMost: 2 })
  },
}
