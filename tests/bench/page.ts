import type { Benchmark } from "./benchmark.ts"
import { compareLoads } from "./compare-loads.ts"
import { PLAIN, type Target } from "./load.ts"
import { recordAnswer } from "./record-answer.ts"
import { openSite } from "./site.ts"
import { startShippedNginx, startStaticNginx } from "./static-nginx.ts"
import { startStockNext } from "./stock-next.ts"

/**
 * A released entry's page beside a static page of the same size that Next serves as it comes, and beside the same bytes as a file
 * that nginx sends; then behind nginx as we ship it.
 */
export const page: Benchmark = {
  name: "page",
  run: async ({ length, report }) => {
    await using site = await openSite(report)
    const url = `${site.url}${site.entry}`
    const plain = await recordAnswer(url)
    const packed = await recordAnswer(url, BROWSER)
    report(
      `the page has ${plain.body.length} bytes, ${packed.body.length} as browsers take it; building a stock Next application, unless that was done`,
    )
    await using stock = await startStockNext(plain.body.length)
    await using files = await startStaticNginx([packed])
    await using shipped = await startShippedNginx(site)
    const ours: Target = { pid: site.pid, url, asks: PLAIN, statuses: [200] }
    const asBrowser: Target = { ...ours, asks: [{ headers: BROWSER }] }
    const file: Target = { ...asBrowser, pid: files.pid, helpers: files.helpers, url: `${files.url}${site.entry}` }
    const behind: Target = { ...asBrowser, pid: shipped.pid, helpers: shipped.helpers, url: `${shipped.url}${site.entry}` }
    return [
      ...(await compareLoads({
        name: "page",
        length,
        ours,
        peer: { ...ours, pid: stock.pid, url: stock.page },
        atLeast: 4,
        p99AtMost: 0.5,
      })),
      ...(await compareLoads({ name: "page beside a file", length, ours: asBrowser, peer: file, atLeast: 0.2, p99AtMost: 5 })),
      ...(await compareLoads({ name: "page behind nginx", length, ours: behind, peer: file, atLeast: 0.85, p99AtMost: 2 })),
    ]
  },
}

const BROWSER = { "accept-encoding": "gzip, deflate, br, zstd" }
