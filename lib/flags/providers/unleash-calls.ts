import type { z } from "zod"
import { unreachable } from "../../kernel/unreachable.ts"
import type { Outbound, OutboundRequest } from "../../outbound/outbound.ts"
import type { FlagAddress, Refused, Retry } from "../flag-provider.ts"
import { failureOf, readAnswer } from "./unleash-answers.ts"
import { addedStrategy, type Ours, type Write } from "./unleash-plan.ts"

export type Connection = Omit<FlagAddress, "key" | "environment">
type Call = { method: OutboundRequest["method"]; path: string; body?: unknown }
type Failed = Retry | Refused

/** Shorter than the lease of whoever calls: when they have lost it, no call of theirs is under way. */
const TIMEOUT_MS = 8_000
/** A flag with thirty strategies and long lists of values in each environment. */
const MAX_BYTES = 1_048_576

/** Reads one thing, in the form it should have. */
export async function get<T>(outbound: Outbound, at: Connection, what: { path: string; schema: z.ZodType<T> }) {
  const answer = await send(outbound, at, { method: "GET", path: what.path })
  return answer.is === "answered" ? readAnswer(what.schema, answer.body) : answer
}

/** Sends one write; what it changed is read afterwards, never taken from its answer. Null is success. */
export async function sendWrite(outbound: Outbound, flag: FlagAddress, order: { write: Write; ours: Ours }): Promise<Failed | null> {
  const answer = await send(outbound, flag, callOf(flag, order.write, order.ours))
  return answer.is === "answered" ? null : answer
}

export function featurePath({ project, key }: Pick<FlagAddress, "project" | "key">): string {
  return `/api/admin/projects/${encodeURIComponent(project)}/features/${encodeURIComponent(key)}`
}

export function environmentPath(flag: FlagAddress): string {
  return `${featurePath(flag)}/environments/${encodeURIComponent(flag.environment)}`
}

function callOf(flag: FlagAddress, write: Write, ours: Ours): Call {
  const path = environmentPath(flag)
  switch (write.does) {
    case "turn":
      return { method: "POST", path: `${path}/${write.to}` }
    case "add": {
      const { name, title, disabled, constraints, segments, parameters } = addedStrategy(ours, write.share)
      return { method: "POST", path: `${path}/strategies`, body: { name, title, disabled, constraints, segments, parameters } }
    }
    case "remove":
      return { method: "DELETE", path: `${path}/strategies/${encodeURIComponent(write.id)}` }
    case "share":
      return patch(`${path}/strategies/${encodeURIComponent(write.id)}`, "/parameters/rollout", write)
    case "switch":
      return patch(`${path}/strategies/${encodeURIComponent(write.id)}`, "/disabled", {
        from: write.to === "active",
        to: write.to === "disabled",
      })
    default:
      return unreachable(write)
  }
}

/** A whole strategy sent back would undo what somebody changed meanwhile; `test` lets the service compare before it sets. */
function patch(path: string, member: string, { from, to }: { from: unknown; to: unknown }): Call {
  const operations = [
    { op: "test", path: member, value: from },
    { op: "replace", path: member, value: to },
  ]
  return { method: "PATCH", path, body: operations }
}

async function send(outbound: Outbound, at: Connection, { method, path, body }: Call): Promise<{ is: "answered"; body: string } | Failed> {
  if (at.mayCall?.() === false) return { is: "retry", reason: "The time for writing this flag is over: it has to be read again." }
  const answer = await outbound.send({
    url: `${rootOf(at.baseUrl)}${path}`,
    method,
    headers: { accept: "application/json", authorization: at.token, ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    timeoutMs: TIMEOUT_MS,
    maxBytes: MAX_BYTES,
  })
  const failure = failureOf(answer)
  return failure ?? { is: "answered", body: answer.is === "answered" ? answer.body : "" }
}

/** People paste the address of the API, too. */
function rootOf(baseUrl: string): string {
  return baseUrl.replace(/\/+$/, "").replace(/\/api(\/admin|\/client|\/frontend)?$/, "")
}
