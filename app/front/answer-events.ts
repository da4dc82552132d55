import { setTimeout as wait } from "node:timers/promises"
import { mayDo } from "#lib/access/authorize.ts"
import { idOf, type LaunchId } from "#lib/kernel/ids.ts"
import { monotonicMs } from "#lib/kernel/stopwatch.ts"
import type { LaunchState } from "#lib/launch/launch.ts"
import { findLaunchPulse } from "#lib/launch/queries.ts"
import { recogniseSession } from "#lib/people/recognise-session.ts"
import { sessionCookie } from "../session-cookie.ts"
import type { Exchange } from "./exchange.ts"
import { type Notice, notAllowed, sendNotice } from "./send-notice.ts"

/** Between two looks: the timeline shows milliseconds, and people see a tenth of a second. */
const LOOK_EVERY_MS = 200
/** Proxies cut what is silent for a minute, some after half of it. */
const SPEAK_EVERY_MS = 15_000
/** Then the browser asks again, and so does the session: one that was ended hears nothing more. */
const TOLD_FOR_MS = 50_000

/** Of a launch that has settled only a recall or a drift is news, and its page may stand open for days. */
const LOOK_AT_SETTLED_EVERY_MS = 2000

/** Nothing comes after these. */
const OVER: readonly LaunchState[] = ["failed", "recalled"]

const STRANGER: Notice = { status: 401, text: "Sign in to watch this launch." }
const NOT_FOR_THEM: Notice = { status: 403, text: "Your role does not include launches." }
const NO_LAUNCH: Notice = { status: 404, text: "There is no such launch." }

/** Server-sent events: that something of a launch has moved, and not what. The page that hears it asks for itself again. */
export async function answerEvents(exchange: Exchange, id: string): Promise<void> {
  const { request, forms: deps } = exchange
  if (request.method !== "GET") return sendNotice(exchange, notAllowed(["GET"]))
  const actor = await recogniseSession(deps, cookieIn(exchange))
  if (actor === null) return sendNotice(exchange, STRANGER)
  if (!mayDo(actor, "launch.read")) return sendNotice(exchange, NOT_FOR_THEM)
  const launchId = idOf<LaunchId>(id)
  if ((await findLaunchPulse(deps.db, launchId)) === null) return sendNotice(exchange, NO_LAUNCH)
  await tell(exchange, launchId)
}

async function tell(exchange: Exchange, id: LaunchId): Promise<void> {
  const { response, forms: deps } = exchange
  response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "private, no-store", "X-Accel-Buffering": "no" })
  response.write("retry: 1000\n\n")
  const beganMs = monotonicMs()
  let last: Told = { pulse: "", atMs: beganMs }
  while (isHeard(exchange) && monotonicMs() - beganMs < TOLD_FOR_MS) {
    const seen = await findLaunchPulse(deps.db, id)
    if (seen === null) break
    last = say(exchange, last, seen.pulse)
    if (OVER.includes(seen.state)) {
      response.write(eventOf("over", seen.state))
      break
    }
    await wait(seen.state === "settled" ? LOOK_AT_SETTLED_EVERY_MS : LOOK_EVERY_MS)
  }
  response.end()
}

type Told = { pulse: string; atMs: number }

/** What has moved, or, after a while of silence, that somebody is still here. */
function say({ response }: Exchange, last: Told, pulse: string): Told {
  const nowMs = monotonicMs()
  if (pulse === last.pulse && nowMs - last.atMs < SPEAK_EVERY_MS) return last
  response.write(pulse === last.pulse ? ": nothing has moved\n\n" : eventOf("moved", pulse))
  return { pulse, atMs: nowMs }
}

function isHeard({ response, closing }: Exchange): boolean {
  return !closing.aborted && !response.destroyed
}

function eventOf(name: string, data: string): string {
  return `event: ${name}\ndata: ${data}\n\n`
}

function cookieIn({ request, publicUrl }: Exchange): string {
  const { name } = sessionCookie(publicUrl)
  const pair = (request.headers.cookie ?? "").split(";").find((one) => one.trim().startsWith(`${name}=`))
  return pair?.trim().slice(name.length + 1) ?? ""
}
