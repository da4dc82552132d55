import type { Browser, CDPSession, Page } from "playwright-core"

/** `slow` as Lighthouse has it: four bars on the far side of the hill. */
const NETWORKS = {
  slow: { latency: 150, downloadThroughput: (1.6 * 1024 * 1024) / 8, uploadThroughput: (750 * 1024) / 8 },
  fast: null,
}
const CORES = { quarter: 4, whole: 1 }
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 }

type As = { cores: keyof typeof CORES; network: keyof typeof NETWORKS }
type Visit = AsyncDisposable & { page: Page; devtools: CDPSession; mainThreadMs(): Promise<number> }

/** `shift` is the cumulative layout shift; `bytes` are those of the wire, headers included. */
export type Visited = { largestPaintMs: number; shift: number; bytes: number; scriptBytes: number; requests: number }

/** Notes what the page tells of its paints and shifts, from before it begins. */
const WATCH = `
  window.told = { paint: 0, shift: 0 }
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) told.paint = entry.startTime })
    .observe({ type: "largest-contentful-paint", buffered: true })
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) told.shift += entry.value })
    .observe({ type: "layout-shift", buffered: true })`

/** Everything has come, fonts as well, and two frames more were painted. */
const SETTLED = `document.fonts.ready.then(() => new Promise((resolve) =>
  requestAnimationFrame(() => requestAnimationFrame(() => requestIdleCallback(() => resolve(window.told))))))`

/** A first visit: nothing of the site is known to the browser. */
export async function openAsAPhone(browser: Browser, { cores, network }: As): Promise<Visit> {
  const context = await browser.newContext(PHONE)
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await devtools.send("Network.enable")
  await devtools.send("Performance.enable", { timeDomain: "threadTicks" })
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: CORES[cores] })
  const conditions = NETWORKS[network]
  if (conditions) await devtools.send("Network.emulateNetworkConditions", { offline: false, ...conditions })
  const mainThreadMs = async () => {
    const { metrics } = await devtools.send("Performance.getMetrics")
    return 1000 * (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN)
  }
  return { page, devtools, mainThreadMs, [Symbol.asyncDispose]: () => context.close() }
}

export async function visitAsAPhone(browser: Browser, url: string): Promise<Visited> {
  await using visit = await openAsAPhone(browser, { cores: "quarter", network: "slow" })
  const { page, devtools } = visit
  const wire = new Map<string, number>()
  const scripts = new Set<string>()
  devtools.on("Network.responseReceived", ({ requestId, type }) => type === "Script" && scripts.add(requestId))
  devtools.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => wire.set(requestId, encodedDataLength))
  await page.addInitScript(WATCH)
  const answer = await page.goto(url, { waitUntil: "load" })
  if (answer?.status() !== 200) throw new Error(`${url}: answered ${answer?.status()}`)
  const told = await page.evaluate<{ paint: number; shift: number }>(SETTLED)
  const sum = (of: Iterable<string>) => [...of].reduce((bytes, id) => bytes + (wire.get(id) ?? 0), 0)
  return {
    largestPaintMs: told.paint,
    shift: told.shift,
    ...{ bytes: sum(wire.keys()), scriptBytes: sum(scripts), requests: wire.size },
  }
}
