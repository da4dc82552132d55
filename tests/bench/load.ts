import { spawn } from "node:child_process"
import { once } from "node:events"
import { text } from "node:stream/consumers"
import { fileURLToPath } from "node:url"
import { z } from "zod"
import { pin, processorMs } from "./cores.ts"

/** A server process, what to ask it for, and what it has to answer. */
export type Target = { pid: number; url: string; headers?: Record<string, string>; status: 200 | 304 }

export type Measured = { perSecond: number; p99Ms: number; processorUs: number }

const CONNECTIONS = 64
const AUTOCANNON = fileURLToPath(import.meta.resolve("autocannon"))

const printed = z.object({
  requests: z.object({ average: z.number(), total: z.number() }),
  latency: z.object({ p99: z.number() }),
  errors: z.number(),
  timeouts: z.number(),
  statusCodeStats: z.record(z.string(), z.object({ count: z.number() })),
})

/** Asks for one address over 64 connections for a while. Throws where anything but the expected status comes back. */
export async function load(target: Target, seconds: number): Promise<Measured> {
  const before = processorMs(target.pid)
  const { requests, latency, errors, timeouts, statusCodeStats } = await cannonade(target, seconds)
  const used = processorMs(target.pid) - before
  const answered = Object.keys(statusCodeStats)
  if (errors + timeouts > 0 || answered.some((status) => status !== String(target.status)))
    throw new Error(`${target.url}: ${errors} errors, ${timeouts} timeouts, answered ${answered.join(", ")}`)
  return { perSecond: requests.average, p99Ms: latency.p99, processorUs: (used * 1000) / requests.total }
}

async function cannonade({ url, headers = {} }: Target, seconds: number): Promise<z.infer<typeof printed>> {
  const given = Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}=${value}`])
  const options = ["-c", String(CONNECTIONS), "-d", String(seconds), "--json", ...given, url]
  const child = spawn(process.execPath, [AUTOCANNON, ...options], { stdio: ["ignore", "pipe", "pipe"] })
  pin(child.pid ?? 0, "asking")
  const [output, complaint, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")])
  if (code !== 0) throw new Error(`the load generator ended with ${code}: ${complaint}`)
  return printed.parse(JSON.parse(output))
}
