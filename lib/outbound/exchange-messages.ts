import { type ClientRequest, type IncomingMessage, type RequestOptions, request as requestByHttp } from "node:http"
import { request as requestByHttps } from "node:https"
import { isIP } from "node:net"
import { connect as startTls } from "node:tls"
import type { Dial } from "./dial-route.ts"
import type { Route } from "./find-route.ts"
import type { OutboundAnswer, OutboundRequest } from "./outbound.ts"

/** More than any service that we know sends, and far from what could hurt us. */
const MOST_HEADER_BYTES = 16 * 1024

export type Exchange = { route: Route; request: OutboundRequest; maxBytes: number; signal: AbortSignal; dial: Dial }

/** One request and its whole answer over one connection, which is then closed. Rejects only with `signal`'s reason. */
export async function exchangeMessages(exchange: Exchange): Promise<OutboundAnswer> {
  const { signal } = exchange
  signal.throwIfAborted()
  const { promise, resolve, reject } = Promise.withResolvers<OutboundAnswer>()
  const call = open(exchange)
  if (call === null) return { is: "refused", reason: "its headers cannot be sent." }
  const abort = () => {
    reject(signal.reason)
    call.destroy()
  }
  signal.addEventListener("abort", abort, { once: true })
  call.on("error", (error) => resolve(unreachable(wordsFor(error))))
  call.on("close", () => resolve(unreachable("the connection ended without an answer.")))
  call.on("upgrade", (_, socket) => socket.destroy())
  call.on(
    "response",
    (message) => void readAnswer(message, exchange.maxBytes).then(resolve, (error) => resolve(unreachable(wordsFor(error)))),
  )
  call.end(exchange.request.body)
  try {
    return await promise
  } finally {
    signal.removeEventListener("abort", abort)
    call.destroy()
  }
}

/** Null where a header has something in it that no header may have: a token with a line break, for one. */
function open(exchange: Exchange): ClientRequest | null {
  const { route, request } = exchange
  const options: RequestOptions = {
    host: route.host,
    port: route.port,
    path: `${route.url.pathname}${route.url.search}`,
    method: request.method,
    headers: { ...request.headers, ...OURS, host: route.url.host },
    maxHeaderSize: MOST_HEADER_BYTES,
    createConnection: () => connect(exchange),
  }
  try {
    return route.url.protocol === "https:" ? requestByHttps(options) : requestByHttp(options)
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_INVALID_CHAR") return null
    throw error
  }
}

/** Whatever comes compressed is not unpacked: a few bytes could become gigabytes. */
const OURS = { "accept-encoding": "identity", "user-agent": "curtain" }

/** The certificate has to be for the name that was asked for, whatever address it was dialled at. */
function connect({ route, dial }: Exchange) {
  const socket = dial(route)
  if (route.url.protocol !== "https:") return socket
  const isName = isIP(route.host) === 0
  return startTls({
    socket,
    host: route.host,
    ...(isName ? { servername: route.host } : {}),
    ALPNProtocols: ["http/1.1"],
    rejectUnauthorized: true,
  })
}

async function readAnswer(message: IncomingMessage, maxBytes: number): Promise<OutboundAnswer> {
  const status = message.statusCode ?? 0
  if (status >= 300 && status < 400) return { is: "refused", reason: `redirect: it answered ${status}, and redirects are not followed.` }
  const encoding = message.headers["content-encoding"] ?? "identity"
  if (encoding !== "identity") return unreachable("the answer is compressed, though nobody asked for that.")
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of message as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > maxBytes) return unreachable(`the answer is larger than ${maxBytes} bytes.`)
    chunks.push(chunk)
  }
  return { is: "answered", status, headers: headersOf(message), body: Buffer.concat(chunks).toString("utf8") }
}

function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers()
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) headers.append(rawHeaders[at] ?? "", rawHeaders[at + 1] ?? "")
  return headers
}

function unreachable(reason: string): OutboundAnswer {
  return { is: "unreachable", reason }
}

/** In words where a person can do something about it; Node's own message names addresses, which the asker need not learn. */
function wordsFor(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : ""
  return (
    WORDS[code] ?? (TLS.test(code) ? `its certificate was not accepted (${code}).` : `the connection broke (${code || "no reason given"}).`)
  )
}

const TLS = /CERT|^ERR_(TLS|SSL)|SELF_SIGNED|^UNABLE_TO_/

const WORDS: Record<string, string> = {
  ECONNREFUSED: "nothing listens there.",
  ECONNRESET: "the connection was closed before the answer was complete.",
  ENETUNREACH: "there is no way to its network.",
  EHOSTUNREACH: "there is no way to its host.",
  ETIMEDOUT: "nothing answered there.",
  HPE_HEADER_OVERFLOW: `the answer has more than ${MOST_HEADER_BYTES} bytes of headers.`,
}
