import { fork } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import { z } from "zod"
import type { Ask, Shot } from "./cannon.ts"
import { pin, processorMs } from "./cores.ts"

/** A server process, what to ask it for, and what it has to answer. */
export type Target = {
  pid: number
  url: string
  asks: readonly Ask[]
  /** Any other is a fault. */
  statuses: readonly (200 | 304)[]
  /** Others that work for the same answers: their processor time counts as well. */
  helpers?: readonly number[]
}

/** As a program asks that takes the bytes as they are. */
export const PLAIN: readonly Ask[] = [{ headers: {} }]

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
  if (errors + timeouts > 0 || statuses.some((status) => !target.statuses.map(String).includes(status)))
    throw new Error(`${target.url}: ${errors} errors, ${timeouts} timeouts, answered ${statuses.join(", ")}`)
  return { perSecond, p99Ms, processorUs: (processor * 1000) / total }
}

function used({ pid, helpers = [] }: Target): number {
  // One that has ended (nginx reads its memory in when it starts, in a process of its own) works for nothing any more.
  return helpers.reduce((sum, one) => sum + (processorMs(one) || 0), processorMs(pid))
}

async function cannonade({ url, asks }: Target, seconds: number): Promise<z.infer<typeof told>> {
  const child = fork(CANNON, { execArgv: ["--import", "tsx"], stdio: ["ignore", "inherit", "inherit", "ipc"] })
  pin(child.pid ?? 0, "asking")
  const shot: Shot = { url, asks, connections: CONNECTIONS, seconds }
  child.send(shot)
  const ended = once(child, "exit").then(([code]) => {
    throw new Error(`the load generator ended with ${code} and said nothing`)
  })
  const [message] = await Promise.race([once(child, "message"), ended])
  await ended.catch(() => {})
  return told.parse(message)
}
