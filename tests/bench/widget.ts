import { createConnection } from "node:net"
import type { Benchmark } from "./benchmark.ts"
import type { Ask } from "./cannon.ts"
import { compareLoads } from "./compare-loads.ts"
import type { Target } from "./load.ts"
import type { Comparison } from "./ratio.ts"
import { headerOf, recordAnswer } from "./record-answer.ts"
import { openSite } from "./site.ts"
import { startShippedNginx, startStaticNginx } from "./static-nginx.ts"

const PATH = "/api/widget/announcements"
/** Of twenty pages that ask, nineteen have the news already. */
const ASKS_WITH_NEWS = 19
const WIRE_BYTES = 250

/** What the bell asks from every open page, behind nginx as we ship it, beside the same answer as a file. */
export const widget: Benchmark = {
  name: "widget",
  run: async ({ length, report }) => {
    await using site = await openSite(report)
    const told = await recordAnswer(`${site.url}${PATH}`)
    report(`the news has ${told.body.length} bytes`)
    await using files = await startStaticNginx([told])
    await using shipped = await startShippedNginx(site)
    const behind = await target(shipped)
    const rows = await compareLoads({
      name: "widget behind nginx",
      length,
      ours: behind,
      peer: await target(files),
      atLeast: 0.8,
      p99AtMost: 2,
    })
    return [...rows, await wireBytes(`${site.url}${PATH}`)]
  },
}

async function target({ url, pid, helpers }: { url: string; pid: number; helpers: number[] }): Promise<Target> {
  const etag = headerOf(await recordAnswer(`${url}${PATH}`), "etag")
  const again: Ask = { headers: { "if-none-match": etag } }
  return {
    pid,
    helpers,
    url: `${url}${PATH}`,
    asks: [{ headers: {} }, ...Array.from({ length: ASKS_WITH_NEWS }, () => again)],
    statuses: [200, 304],
  }
}

/** Everything that an unchanged answer takes, headers and all, as it is on a connection that stays open. */
async function wireBytes(url: string): Promise<Comparison> {
  const etag = headerOf(await recordAnswer(url), "etag")
  const { hostname, port, pathname, host } = new URL(url)
  const socket = createConnection(Number(port), hostname)
  socket.write(`GET ${pathname} HTTP/1.1\r\nHost: ${host}\r\nIf-None-Match: ${etag}\r\n\r\n`)
  const answer = await new Promise<Buffer>((resolve, reject) => socket.once("data", resolve).once("error", reject))
  socket.destroy()
  const bytes = answer.toString("latin1").startsWith("HTTP/1.1 304 ") ? answer.length : Number.NaN
  const row = { name: "widget, an unchanged answer", unit: "bytes", bound: { atMost: 1 } }
  return { ...row, ours: bytes, peer: WIRE_BYTES, ratio: bytes / WIRE_BYTES, spread: 0 }
}
