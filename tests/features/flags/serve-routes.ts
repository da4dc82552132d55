import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo } from "node:net"
import { Readable } from "node:stream"
import { evaluateAll } from "../../../app/(public)/ofrep/evaluate-all.ts"
import { evaluateOne, keyIn } from "../../../app/(public)/ofrep/evaluate-one.ts"
import type { OfrepDeps } from "../../../app/(public)/ofrep/find-flags.ts"
import { serveOfrep } from "../../../app/(public)/ofrep/serve-ofrep.ts"

export type ServedRoutes = { url: string; close(): Promise<void> }
type Handler = (request: Request) => Promise<Response>

/** The two evaluation routes behind a plain server on the loopback interface: what a client sees, without a build. */
export async function serveRoutes(deps: OfrepDeps): Promise<ServedRoutes> {
  const all: Record<string, Handler> = serveOfrep({ deps: async () => deps, evaluate: evaluateAll })
  const keyOf = (request: Request) => ({ key: keyIn(request.url) })
  const one: Record<string, Handler> = serveOfrep({ deps: async () => deps, evaluate: evaluateOne, keyOf })
  const server = createServer((incoming, outgoing) => {
    const request = requestOf(incoming)
    const handlers = new URL(request.url).pathname === "/ofrep/v1/evaluate/flags" ? all : one
    const handler = handlers[request.method] ?? (async () => new Response(null, { status: 501 }))
    handler(request).then(
      (response) => send(response, outgoing),
      (error: unknown) => outgoing.destroy(error instanceof Error ? error : undefined),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

function requestOf(incoming: IncomingMessage): Request {
  const { method = "GET", url = "/", rawHeaders } = incoming
  const headers = rawHeaders.flatMap((name, at): [string, string][] => (at % 2 === 0 ? [[name, rawHeaders[at + 1] ?? ""]] : []))
  const body = method === "GET" || method === "HEAD" ? null : (Readable.toWeb(incoming) as ReadableStream<Uint8Array>)
  return new Request(`http://127.0.0.1${url}`, { method, headers, body, duplex: "half" } as RequestInit)
}

async function send(response: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.writeHead(response.status, [...response.headers].flat())
  outgoing.end(Buffer.from(await response.arrayBuffer()))
}
