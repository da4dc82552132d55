import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import type { Browser } from "playwright-core"
import { ensureBuild } from "#lib/portal/ensure-build.ts"
import { launchBrowser } from "#tests/support/browser.ts"
import { publishDocuments } from "#tests/support/released-content.ts"
import { startWebProcess } from "#tests/support/web-process.ts"
import type { Benchmark } from "./benchmark.ts"
import { openCluster } from "./cluster.ts"
import { interleave } from "./interleave.ts"
import { proseOf } from "./prose.ts"
import { type Bound, type Comparison, compare } from "./ratio.ts"
import { recordAnswer } from "./record-answer.ts"
import { openAsAPhone, type Visited, visitAsAPhone } from "./visit-as-a-phone.ts"

const VISITS = { short: 5, long: 15 }
const PAGES = { home: "/", entry: "/changelog/entry-1", help: "/help/the-article" }
const PAINTED_WITHIN_MS = 2500
const FILES = [
  ["loader", "/widget.js", 3072],
  ["panel", "/widget-panel.js", 12_288],
] as const
const ON_HOST_PAGE_MS = 10

/** What reading takes of a phone on a slow network, and what our bell takes of a page that is not ours. */
export const vitals: Benchmark = {
  name: "vitals",
  run: async ({ length, report }) => {
    await ensureBuild({ report })
    await using cluster = await openCluster()
    const portal = await cluster.openPortal("vitals")
    await publishDocuments(portal, WORDS)
    const web = await startWebProcess(portal)
    const browser = await launchBrowser()
    try {
      const home = web.url.replace("127.0.0.1", "localhost")
      const rows = await sizes(home)
      for (const [name, path] of Object.entries(PAGES)) {
        const visits: Visited[] = []
        for (let n = 0; n < VISITS[length]; n++) visits.push(await visitAsAPhone(browser, home + path))
        report(`${name}: ${visits[0]?.bytes.toLocaleString("en")} bytes in ${visits[0]?.requests} requests, fonts and all`)
        rows.push(...rowsOf(name, visits))
      }
      return [...rows, await mainThread({ browser, home, visits: 3 * VISITS[length] })]
    } finally {
      await browser.close()
      await web.stop()
      await portal.close()
    }
  },
}

const WORDS = [
  ...Array.from({ length: 20 }, (_, n) => ({
    title: `Improvement ${n + 1}`,
    slug: `entry-${n + 1}`,
    body: proseOf({ words: 300, seed: n + 1 }),
  })),
  { kind: "article" as const, title: "The article", slug: "the-article", body: proseOf({ words: 900, seed: 99 }) },
]

/** As they go over the wire to a browser. */
async function sizes(home: string): Promise<Comparison[]> {
  const rows: Comparison[] = []
  for (const [name, path, most] of FILES) {
    const { headers, body } = await recordAnswer(home + path, { "accept-encoding": "br" })
    if (!headers.some(([header, value]) => header === "content-encoding" && value === "br")) throw new Error(`${path} came as it is`)
    rows.push(beside({ name: `vitals, ${name}, compressed`, unit: "bytes", bound: { atMost: 1 } }, [body.length], most))
  }
  return rows
}

function rowsOf(name: string, visits: readonly Visited[]): Comparison[] {
  const of = (pick: (visit: Visited) => number) => visits.map(pick)
  const painted = of((visit) => visit.largestPaintMs)
  return [
    beside({ name: `vitals, ${name}, largest paint`, unit: "ms", bound: { atMost: 1 } }, painted, PAINTED_WITHIN_MS),
    none(
      { name: `vitals, ${name}, layout shift`, unit: "" },
      of((visit) => visit.shift),
    ),
    none(
      { name: `vitals, ${name}, scripts`, unit: "bytes" },
      of((visit) => visit.scriptBytes),
    ),
  ]
}

type What = { name: string; unit: string; bound: Bound }

function beside(what: What, ours: readonly number[], most: number): Comparison {
  return compare(what, { ours, peer: ours.map(() => most) })
}

/** What there must be nothing of, in any visit. */
function none(what: Omit<What, "bound">, ours: readonly number[]): Comparison {
  const most = Math.max(...ours)
  return { ...what, ours: most, peer: 0, ratio: most, spread: 0, bound: { atMost: 0 } }
}

type Hosting = { browser: Browser; home: string; visits: number }

/** The main thread's own processor time for a page with our bell, and for the same page without it. */
async function mainThread({ browser, home, visits }: Hosting): Promise<Comparison> {
  const script = `<script async src="${home}/widget.js" data-first="unread"></script>`
  const host = createServer((request, response) => {
    response.setHeader("Content-Type", "text/html; charset=utf-8")
    const body = `<main><h1>Acme</h1><button>Pay</button></main>${request.url === "/with" ? script : ""}`
    response.end(`<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>Acme</title>${body}</html>`)
  })
  await new Promise<void>((resolve) => host.listen(0, "127.0.0.1", resolve))
  const at = `http://127.0.0.1:${(host.address() as AddressInfo).port}`
  const taken = async (path: string, shows: string) => {
    await using visit = await openAsAPhone(browser, { cores: "whole", network: "fast" })
    await visit.page.goto(at + path)
    await visit.page.locator(shows).waitFor()
    await visit.page.evaluate("new Promise((resolve) => requestIdleCallback(resolve))")
    return await visit.mainThreadMs()
  }
  try {
    await taken("/with", "curtain-widget .bell")
    const { plain, belled } = await interleave(visits, {
      plain: () => taken("/", "main"),
      belled: () => taken("/with", "curtain-widget .bell"),
    })
    const ours = belled.map((ms, round) => Math.max(0, ms - (plain[round] ?? Number.NaN)))
    return beside({ name: "vitals, bell on a host page, main thread", unit: "ms", bound: { atMost: 1 } }, ours, ON_HOST_PAGE_MS)
  } finally {
    host.closeAllConnections()
    host.close()
  }
}
