import autocannon from "autocannon"

/** What a load generator is told: one address, and the ways to ask for it, which take turns. */
export type Shot = { url: string; asks: readonly Ask[]; connections: number; seconds: number }

/** With a body it is a POST. */
export type Ask = { headers: Record<string, string>; body?: string }

// A process of its own, so that its core is its own: told by its parent what to ask for, it says what came of it.
if (process.argv[1] === import.meta.filename) process.once("message", (shot: Shot) => fire(shot))

async function fire({ url, asks, connections, seconds }: Shot): Promise<void> {
  const requests = asks.map((ask) => ({ method: ask.body === undefined ? "GET" : "POST", ...ask }))
  const {
    requests: counted,
    latency,
    errors,
    timeouts,
    statusCodeStats,
  } = await autocannon({ url, connections, duration: seconds, requests })
  const { average, total } = counted
  const told = { perSecond: average, total, p99Ms: latency.p99, errors, timeouts, statuses: Object.keys(statusCodeStats ?? {}) }
  process.send?.(told, () => process.disconnect?.())
}
