import { startBareServer } from "./bare-server.ts"
import type { Benchmark } from "./benchmark.ts"
import { compareLoads } from "./compare-loads.ts"
import type { Target } from "./load.ts"
import { headerOf, recordAnswer } from "./record-answer.ts"
import { openSite } from "./site.ts"

/** "You have it already" for the feed beside the least that a Node process can say so with. */
export const feed304: Benchmark = {
  name: "feed-304",
  run: async ({ length, report }) => {
    await using site = await openSite(report)
    const url = `${site.url}/rss.xml`
    const headers = { "if-none-match": headerOf(await recordAnswer(url), "etag") }
    await using bare = await startBareServer(await recordAnswer(url, headers))
    const ours: Target = { pid: site.pid, url, asks: [{ headers }], statuses: [304] }
    const peer = { ...ours, pid: bare.pid, url: bare.url }
    return await compareLoads({ name: "feed-304", length, ours, peer, atLeast: 0.8, p99AtMost: 2 })
  },
}
