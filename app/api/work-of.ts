import type { Worked } from "#lib/idempotency/stored-answer.ts"
import type { Call, Operation, Reply } from "./operation.ts"
import { problemText } from "./problem.ts"

/** Runs the command and writes its reply as it will be sent, and as it may be stored. */
export async function workOf(operation: Operation, call: Call, requestId: string): Promise<Worked> {
  const reply = await operation.run(call)
  if (reply.problem !== undefined) return { status: reply.status, body: refusalText(operation, reply, requestId), kept: null }
  const said = saidBy(operation, reply)
  return { status: reply.status, body: textOf(said), kept: textOf(withoutSecrets(said, operation.shownOnce)) }
}

/** Only what the answer's schema names leaves the house; a reply that does not fit it is a fault of ours. */
function saidBy(operation: Operation, reply: Reply): unknown {
  const described = operation.answers[reply.status]
  if (described === undefined) throw new Error(`${operation.method} ${operation.path} does not describe an answer ${reply.status}`)
  return described.schema?.parse(reply.body)
}

function refusalText(operation: Operation, reply: Reply, requestId: string): string {
  const { code = "refused", detail = "", ...members } = reply.problem ?? {}
  const described = operation.answers[reply.status]?.schema
  const said = described === undefined ? {} : described.parse(members)
  return problemText({ status: reply.status, code, detail, members: { ...(said as object) } }, requestId)
}

function withoutSecrets(said: unknown, shownOnce: readonly string[]): unknown {
  if (shownOnce.length === 0 || said === null || typeof said !== "object") return said
  return { ...said, ...Object.fromEntries(shownOnce.map((member) => [member, null])) }
}

/** A text is sent as it is; no answer is an empty one. */
function textOf(said: unknown): string {
  if (said === undefined) return ""
  return typeof said === "string" ? said : JSON.stringify(said)
}
