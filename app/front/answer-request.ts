import { randomUUID } from "node:crypto"
import type { IncomingMessage, ServerResponse } from "node:http"
import { signInOrigins } from "#lib/kernel/sign-in-settings.ts"
import { monotonicMs } from "#lib/kernel/stopwatch.ts"
import { unreachable } from "#lib/kernel/unreachable.ts"
import type { Runtime } from "#lib/runtime.ts"
import { openAgain } from "./answer-again.ts"
import { answerDynamic } from "./answer-dynamic.ts"
import { answerEvents } from "./answer-events.ts"
import { answerFlags } from "./answer-flags.ts"
import { answerForm } from "./answer-form.ts"
import { securityHeaders } from "./answer-headers.ts"
import { answerProgram } from "./answer-program.ts"
import { answerQuestion } from "./answer-question.ts"
import { answerStyle } from "./answer-style.ts"
import { answerBuilt, answerFile, answerMissing, answerMoved, answerVisitor } from "./answer-visitor.ts"
import type { RequestHandler } from "./ask-next.ts"
import { clientAddress } from "./client-address.ts"
import type { Exchange } from "./exchange.ts"
import { isOurHost } from "./host-guard.ts"
import { openPublishedSite } from "./published-site.ts"
import { isUnambiguous, pathOf } from "./request-path.ts"
import { type DynamicRoute, matchRoute, patternOf } from "./route-table.ts"
import { failed, sendNotice, WRONG_HOST } from "./send-notice.ts"

type Deps = {
  runtime: Pick<Runtime, "db" | "settings" | "log" | "publicDb" | "revision">
  handle: RequestHandler
  dev: "dev" | "built"
  closing: AbortSignal
}
type Log = Runtime["log"]

/** Answers every request there is, by one row of the route table. */
export function openFront({ runtime, handle, dev, closing }: Deps): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { log, settings } = runtime
  const { publicUrl } = settings
  const formTargets = signInOrigins(settings.signIn)
  const site = openPublishedSite({ runtime, handle, dev })
  const noteProxy = noteProxyOnce(log, settings.proxyHops)
  const always = Object.entries(securityHeaders(publicUrl, dev))
  const again = openAgain({ site, always, publicUrl })

  return (request, response) => {
    noteProxy(request)
    return again(request, response) ? ANSWERED : answerWhole(request, response)
  }

  async function answerWhole(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const client = clientAddress(request, settings.proxyHops)
    const exchange = {
      request,
      response,
      clientAddress: client,
      asked: pathOf(request.url),
      site,
      handle,
      publicUrl,
      formTargets,
      forms: runtime,
      flags: runtime,
      dev,
      closing,
    }
    const startedAtMs = monotonicMs()
    for (const [name, value] of always) response.setHeader(name, value)
    try {
      const handled = await answer(exchange)
      tell(log, exchange, { handled, ms: Math.round(monotonicMs() - startedAtMs) })
    } catch (fault) {
      fail(log, exchange, fault)
    }
  }
}

/** What is there already costs no promise of its own. */
const ANSWERED = Promise.resolve()

/** Behind a proxy that nobody told of, all visitors are one client, and limits meant for one stop them all. */
function noteProxyOnce(log: Log, proxyHops: number): (request: IncomingMessage) => void {
  let isNoted = proxyHops > 0
  return ({ headers }) => {
    if (isNoted || headers["x-forwarded-for"] === undefined) return
    isNoted = true
    log.warn("requests come with X-Forwarded-For: if a proxy of yours sends it, set CURTAIN_PROXY_HOPS")
  }
}

const BUILT = /^\/_next\/static\/(?:[\w~-][\w.~-]*\/)*[\w~-][\w.~-]*(?<!\.map)$/
const DEVELOPING = /^\/(?:_next\/|__nextjs)/

type Handled = Pick<DynamicRoute, "pattern" | "logged">

/** Gives the route that a handler answered for, or null for what is published. */
async function answer(exchange: Exchange): Promise<Handled | null> {
  const { request, response, asked, publicUrl, dev } = exchange
  if (!isOurHost(request.headers.host, publicUrl)) sendNotice(exchange, WRONG_HOST)
  else if (dev === "dev" && DEVELOPING.test(asked.path)) await exchange.handle(request, response)
  else if (!isUnambiguous(asked.path)) await answerMissing(exchange)
  else if (BUILT.test(asked.path)) await answerBuilt(exchange)
  else return answerMatch(exchange)
  return null
}

async function answerMatch(exchange: Exchange): Promise<Handled | null> {
  const match = matchRoute(exchange.asked.path)
  switch (match.is) {
    case "unknown":
      await answerMissing(exchange)
      return null
    case "slashed":
      answerMoved(exchange, match.to)
      return null
    case "static":
      await answerVisitor(exchange, match.route, match.params)
      return null
    case "file":
      await answerFile(exchange)
      return null
    case "style":
      await answerStyle(exchange, match.params)
      return null
    case "question":
      await answerQuestion(exchange, match.route)
      return { pattern: match.route.pattern, logged: "here" }
    case "flags":
      await answerFlags(exchange)
      return null
    case "program":
      await answerProgram(exchange)
      return null
    case "form":
      await answerForm(exchange, match.route, match.token)
      return { pattern: match.route.pattern, logged: "here" }
    case "events":
      await answerEvents(exchange, match.id)
      return { pattern: match.route.pattern, logged: "here" }
    case "dynamic":
      await answerDynamic(exchange, match.route)
      return match.route
    default:
      return unreachable(match)
  }
}

/** A page takes less than a millisecond from memory, and some fifty to be made. */
const SLOW_MS = 1000

/** One line for each request that a handler worked on; none for what came from memory, unless it was slow. */
function tell(log: Log, { request, response, asked }: Exchange, { handled, ms }: { handled: Handled | null; ms: number }): void {
  const line = { method: request.method, status: response.statusCode, ms }
  if (handled?.logged === "here") log.info({ ...line, route: handled.pattern }, "request answered")
  else if (handled === null && ms >= SLOW_MS) log.warn({ ...line, route: patternOf(asked.path) }, "answered slowly")
}

/** The id is all that leaves the house; what it was stands in the log beside it. */
function fail(log: Log, exchange: Exchange, fault: unknown): void {
  const id = randomUUID()
  log.error({ id, method: exchange.request.method, route: patternOf(exchange.asked.path), err: fault }, "a request failed")
  if (exchange.response.headersSent) exchange.response.destroy()
  else sendNotice(exchange, failed(id))
}
