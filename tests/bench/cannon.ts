import autocannon from "autocannon"

/** What a load generator is told: one address, and bodies that take turns where there are any. */
export type Shot = {
  url: string
  method: "GET" | "POST"
  headers: Record<string, string>
  bodies: readonly string[]
  connections: number
  seconds: number
}

// A process of its own, so that its core is its own: told by its parent what to ask for, it says what came of it.
if (process.argv[1] === import.meta.filename) process.once("message", (shot: Shot) => fire(shot))

async function fire({ url, method, headers, bodies, connections, seconds }: Shot): Promise<void> {
  const requests = bodies.length === 0 ? [{ method, headers }] : bodies.map((body) => ({ method, headers, body }))
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
