import { lookup } from "node:dns/promises"
import type { Log } from "../kernel/log.ts"
import { type Dial, dialRoute } from "./dial-route.ts"
import { exchangeMessages } from "./exchange-messages.ts"
import { findRoute, type Resolve } from "./find-route.ts"
import type { GuardedOutbound, OutboundAnswer, OutboundRequest } from "./outbound.ts"

/** Enough for any answer of a sane interface, and for no attack; who expects more says how much, up to the second number. */
const USUAL_BYTES = 64 * 1024
const MOST_BYTES = 8 * 1024 * 1024

/** Looking up a name alone; a call has a time of its own. */
const LOOKUP_MS = 5000

export type OutboundDeps = {
  /** `host` or `host:port` that may be private. From the environment, never from what people enter. */
  allowPrivateHosts: readonly string[]
  log: Pick<Log, "warn">
  /** The system's resolver, and real connections, unless a test brings its own. */
  resolve?: Resolve
  dial?: Dial
}

/** The one door to the outside for addresses that people enter. */
export function openOutbound(deps: OutboundDeps): GuardedOutbound {
  const { allowPrivateHosts, log, resolve = resolveBySystem, dial = dialRoute } = deps
  const rules = { allowPrivateHosts, resolve }
  return {
    async send(request) {
      const answer = await within(request.timeoutMs, (signal) => call(request, signal))
      if (answer.is === "refused") log.warn({ host: hostOf(request.url), reason: answer.reason }, "a call to the outside was refused")
      return answer
    },
    async objectionTo(url) {
      const found = await within(LOOKUP_MS, () => findRoute(rules, url))
      return found.is === "found" ? null : found.reason
    },
  }

  async function call(request: OutboundRequest, signal: AbortSignal): Promise<OutboundAnswer> {
    const found = await findRoute(rules, request.url)
    if (found.is !== "found") return found
    const maxBytes = Math.min(request.maxBytes ?? USUAL_BYTES, MOST_BYTES)
    return exchangeMessages({ route: found.route, request, maxBytes, signal, dial })
  }
}

/** One time for everything: the lookup, the connection, and an answer that comes a byte at a time. */
async function within<Answer>(
  limitMs: number,
  work: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer | { is: "unreachable"; reason: string }> {
  const end = new AbortController()
  const { promise: late, resolve } = Promise.withResolvers<{ is: "unreachable"; reason: string }>()
  const timer = setTimeout(() => {
    resolve({ is: "unreachable", reason: `no whole answer came within ${limitMs} ms.` })
    end.abort()
  }, limitMs)
  const working = work(end.signal)
  // Whoever lost the race has nobody left to tell.
  working.catch(() => {})
  try {
    return await Promise.race([working, late])
  } finally {
    clearTimeout(timer)
  }
}

async function resolveBySystem(host: string): Promise<string[]> {
  const records = await lookup(host, { all: true })
  return records.map(({ address }) => address)
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : "no address"
}
