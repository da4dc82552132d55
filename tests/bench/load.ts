import { fork } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import { z } from "zod"
import type { Shot } from "./cannon.ts"
import { pin, processorMs } from "./cores.ts"

/** A server process, what to ask it for, and what it has to answer. With bodies it is asked by POST, with each in turn. */
export type Target = {
  pid: number
  url: string
  headers?: Record<string, string>
  bodies?: readonly string[]
  status: 200 | 304
  /** Others that work for the same answers, whose processor time counts as well. */
  helpers?: readonly number[]
}

export type Measured = { perSecond: number; p99Ms: number; processorUs: number }

const CONNECTIONS = 64
const CANNON = fileURLToPath(import.meta.resolve("./cannon.ts"))

const told = z.object({
  perSecond: z.number(),
  total: z.number(),
  p99Ms: z.number(),
  errors: z.number(),
  timeouts: z.number(),
  statuses: z.array(z.string()),
})

/** Asks for one address over 64 connections for a while. Throws where anything but the expected status comes back. */
export async function load(target: Target, seconds: number): Promise<Measured> {
  const before = used(target)
  const { perSecond, p99Ms, total, errors, timeouts, statuses } = await cannonade(target, seconds)
  const processor = used(target) - before
  if (errors + timeouts > 0 || statuses.some((status) => status !== String(target.status)))
    throw new Error(`${target.url}: ${errors} errors, ${timeouts} timeouts, answered ${statuses.join(", ")}`)
  return { perSecond, p99Ms, processorUs: (processor * 1000) / total }
}

function used({ pid, helpers = [] }: Target): number {
  return [pid, ...helpers].reduce((sum, one) => sum + processorMs(one), 0)
}

async function cannonade({ url, headers = {}, bodies = [] }: Target, seconds: number): Promise<z.infer<typeof told>> {
  const child = fork(CANNON, { execArgv: ["--import", "tsx"], stdio: ["ignore", "inherit", "inherit", "ipc"] })
  pin(child.pid ?? 0, "asking")
  const shot: Shot = { url, method: bodies.length === 0 ? "GET" : "POST", headers, bodies, connections: CONNECTIONS, seconds }
  child.send(shot)
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`the load generator ended with ${code} and said nothing`)
  })
  const [message] = await Promise.race([once(child, "message"), ended])
  await ended.catch(() => {})
  return told.parse(message)
}
