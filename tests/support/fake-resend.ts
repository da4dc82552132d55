import { createHash } from "node:crypto"
import { once } from "node:events"
import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import { buffer } from "node:stream/consumers"
import { type RateLimit, ResendFaults, type ResendMischief } from "#tests/support/fake-resend-faults.ts"

/** A mail as it came over the wire. */
export type ResendMail = {
  from: string
  to: string
  subject: string
  html?: string
  text?: string
  headers?: Record<string, string>
  tags?: { name: string; value: string }[]
  reply_to?: string
}

/** What was taken in, without its bodies: tens of thousands of them are kept. */
export type AcceptedMail = Omit<ResendMail, "html" | "text"> & { id: string; key: string }

export type ResendCall = { path: string; key: string; mails: number; status: number | null }

export type FakeResend = {
  url: string
  apiKey: string
  calls: ResendCall[]
  accepted: AcceptedMail[]
  /** The first thousand, bodies and all. */
  mails: ResendMail[]
  /** How often each address was mailed. */
  perRecipient: Map<string, number>
  /** Most mails that any address got: 1 is what everybody wants to see. */
  most(): number
  faults: ResendFaults
  stop(): Promise<void>
}

type Answer = { status: number; body: unknown; headers?: Record<string, string> }
type Kept = { hash: string; answer: Answer | null }
type Instance = Pick<FakeResend, "calls" | "accepted" | "mails" | "perRecipient" | "faults"> & {
  kept: Map<string, Kept>
  latencyMs: number
}

const API_KEY = "re_test_key"
const WHOLE_MAILS = 1000
const MOST_IN_A_BATCH = 100

/**
 * A loopback service with Resend's semantics as far as our adapter meets them: keys with the hash of their body, strict and permissive
 * batches, its errors, and what can go wrong on the way. Quick enough for tens of thousands of mails.
 */
export async function startFakeResend({ latencyMs = 0 }: { latencyMs?: number } = {}): Promise<FakeResend> {
  const faults = new ResendFaults()
  const instance: Instance = { calls: [], accepted: [], mails: [], perRecipient: new Map(), faults, kept: new Map(), latencyMs }
  const server = createServer((request, response) => void serve(instance, request, response))
  await once(server.listen(0, "127.0.0.1"), "listening")
  const address = server.address()
  if (address === null || typeof address === "string") throw new Error("the fake is not listening on a port")
  return {
    ...instance,
    url: `http://127.0.0.1:${address.port}`,
    apiKey: API_KEY,
    most: () => Math.max(0, ...instance.perRecipient.values()),
    stop: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

async function serve(instance: Instance, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await buffer(request).catch(() => null)
  if (body === null) return
  const call: ResendCall = { path: request.url ?? "", key: headerOf(request, "idempotency-key"), mails: 0, status: null }
  instance.calls.push(call)
  await answerCall(instance, { request, response, body, call })
}

type Serving = { request: IncomingMessage; response: ServerResponse; body: Buffer; call: ResendCall }

async function answerCall(instance: Instance, { request, response, body, call }: Serving): Promise<void> {
  const mischief: ResendMischief = instance.faults.take(call.path) ?? { slowMs: 0 }
  if ("drops" in mischief && mischief.drops === "before accepting") return void response.destroy()
  const answer = "answers" in mischief ? said(mischief) : answerOnce(instance, request, { body, call })
  const waitMs = instance.latencyMs + ("slowMs" in mischief ? mischief.slowMs : 0)
  if (waitMs > 0) await new Promise((done) => setTimeout(done, waitMs))
  settle(instance, call.key, answer)
  if ("drops" in mischief) response.destroy()
  else send(response, { answer, call, limit: instance.faults.limit })
}

function said({ answers, name = "application_error", headers = {} }: Extract<ResendMischief, { answers: number }>): Answer {
  return { ...problem(answers, name, `The fake was told to answer ${answers}.`), headers }
}

type Asked = { body: Buffer; call: ResendCall }

/** Under a key the first call is the one that counts, and only its very bytes are the same call. */
function answerOnce(instance: Instance, request: IncomingMessage, asked: Asked): Answer {
  const { key } = asked.call
  const refusal = refuseCall(instance, request, key)
  if (refusal !== null) return refusal
  if (key === "") return accept(instance, request, asked)
  const hash = createHash("sha256").update(asked.call.path).update(asked.body).digest("hex")
  const kept = instance.kept.get(key)
  if (kept && kept.hash !== hash) return problem(409, "invalid_idempotent_request", "Same key, other payload.")
  if (kept?.answer) return kept.answer
  if (kept) return problem(409, "concurrent_idempotent_requests", "The first request is still running.")
  instance.kept.set(key, { hash, answer: null })
  const answer = accept(instance, request, asked)
  // A request that was refused does not use up its key.
  if (answer.status !== 200) instance.kept.delete(key)
  return answer
}

/** From now on the same call gets the same answer; until then it is told that the first is still running. */
function settle({ kept }: Instance, key: string, answer: Answer): void {
  const one = kept.get(key)
  if (one && one.answer === null && answer.status === 200) one.answer = answer
}

function refuseCall({ faults }: Instance, request: IncomingMessage, key: string): Answer | null {
  const token = headerOf(request, "authorization")
  if (token === "") return problem(401, "missing_api_key", "No key.")
  if (token !== `Bearer ${API_KEY}`) return problem(403, "invalid_api_key", "API key is invalid.")
  if (key.length > 256) return problem(400, "invalid_idempotency_key", "1 to 256 characters.")
  if (faults.isOverLimit()) return { ...problem(429, "rate_limit_exceeded", "Too many requests."), headers: { "retry-after": "1" } }
  return null
}

function accept(instance: Instance, request: IncomingMessage, { body, call }: Asked): Answer {
  const parsed: unknown = JSON.parse(body.toString("utf8"))
  if (call.path === "/emails") return acceptOne(instance, call, parsed as ResendMail)
  if (call.path !== "/emails/batch") return problem(404, "not_found", "The requested endpoint does not exist")
  const mails = parsed as ResendMail[]
  call.mails = mails.length
  if (mails.length > MOST_IN_A_BATCH) return problem(422, "validation_error", "The batch has more than 100 emails.")
  const errors = mails.flatMap((mail, index) => complainOf(mail).map((message) => ({ index, message })))
  const isPermissive = headerOf(request, "x-batch-validation") === "permissive"
  if (errors.length > 0 && !isPermissive) return problem(422, "validation_error", errors[0]?.message ?? "")
  const bad = new Set(errors.map(({ index }) => index))
  const data = mails.filter((_, index) => !bad.has(index)).map((mail) => ({ id: keep(instance, mail, call.key) }))
  return { status: 200, body: isPermissive ? { data, errors } : { data } }
}

function acceptOne(instance: Instance, call: ResendCall, mail: ResendMail): Answer {
  call.mails = 1
  const [complaint] = complainOf(mail)
  if (complaint !== undefined) return problem(422, "validation_error", complaint)
  return { status: 200, body: { id: keep(instance, mail, call.key) } }
}

function keep(instance: Instance, mail: ResendMail, key: string): string {
  const id = `00000000-0000-4000-8000-${String(instance.accepted.length).padStart(12, "0")}`
  const { html: _, text: __, ...slim } = mail
  instance.accepted.push({ ...slim, id, key })
  if (instance.mails.length < WHOLE_MAILS) instance.mails.push(mail)
  const address = addressIn(mail.to)
  instance.perRecipient.set(address, (instance.perRecipient.get(address) ?? 0) + 1)
  return id
}

/** Addresses that begin with `invalid` are what a test wants refused. */
function complainOf({ to, from, subject }: ResendMail): string[] {
  const address = addressIn(to)
  return [
    ...(/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address) && !address.startsWith("invalid")
      ? []
      : ["Invalid `to` field. The email address needs to follow the `email@example.com` format."]),
    ...(from ? [] : ["Missing `from` field."]),
    ...(typeof subject === "string" ? [] : ["Missing `subject` field."]),
  ]
}

function addressIn(mailbox: string): string {
  return /<([^<>]*)>\s*$/.exec(mailbox)?.[1] ?? mailbox
}

function problem(statusCode: number, name: string, message: string): Answer {
  return { status: statusCode, body: { statusCode, name, message } }
}

function send(response: ServerResponse, { answer, call, limit }: { answer: Answer; call: ResendCall; limit: RateLimit | null }): void {
  call.status = answer.status
  const { calls = 5, left = 4 } = limit ?? {}
  const told = {
    "ratelimit-limit": String(calls),
    "ratelimit-remaining": String(Math.max(0, left)),
    "ratelimit-reset": "1",
    "ratelimit-policy": `${calls};w=1`,
  }
  response.writeHead(answer.status, { "content-type": "application/json", ...told, ...answer.headers })
  response.end(JSON.stringify(answer.body))
}

function headerOf(request: IncomingMessage, name: string): string {
  const value = request.headers[name]
  return typeof value === "string" ? value : ""
}
