import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import next from "next"
import { openFront } from "./app/front/answer-request.ts"
import { openConnections } from "./app/front/open-connections.ts"
import { warmUp } from "./app/front/warm-up.ts"
import { type Runtime, shareRuntime } from "./lib/runtime.ts"

export type ServeOptions = { runtime: Runtime; port: number; host?: string; dev: "dev" | "built" }
export type Served = { url: string; port: number; close(): Promise<void> }

/** A client has this long to say what it wants, and to let us see that it is still there: connections held open cost us, not it. */
const PATIENCE = {
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  connectionsCheckingInterval: 2000,
  // Longer than the minute a load balancer keeps a connection, so that it is the one who ends it.
  keepAliveTimeout: 65_000,
  maxHeaderSize: 16 * 1024,
}
const SILENCE_MS = 90_000

/** The portal's web server: everything a visitor or a client asks for comes in here, and Next is asked only for what it should make. */
export async function serve({ runtime, port, host = "127.0.0.1", dev }: ServeOptions): Promise<Served> {
  shareRuntime(runtime)
  // Next would listen for upgrades on whichever server its requests come from; it gets one where only we decide what arrives.
  const upgrades = createServer()
  const app = next({ dev: dev === "dev", dir: import.meta.dirname, hostname: "localhost", port, quiet: true, httpServer: upgrades })
  await app.prepare()
  const closing = new AbortController()
  const answer = openFront({ runtime, handle: app.getRequestHandler(), dev, closing: closing.signal })
  const server = createServer(PATIENCE, answer)
  const connections = openConnections(server)
  // With `Expect: 100-continue` a body that is too large is refused before it is sent.
  server.on("checkContinue", answer)
  server.setTimeout(SILENCE_MS)
  if (dev === "dev") {
    server.on("upgrade", (request, socket, head) => {
      connections.upgraded(socket)
      if (!upgrades.emit("upgrade", request, socket, head)) socket.destroy()
    })
  }
  const heard = await listen(server, port, host)
  runtime.log.info({ port: heard, host }, "listening")
  const warm = dev === "built" ? warmUp(app.getRequestHandler()) : Promise.resolve()
  return {
    port: heard,
    url: `http://${host.includes(":") ? `[${host}]` : host}:${heard}`,
    close: async () => {
      closing.abort()
      await Promise.all([connections.drain(), warm])
      await app.close()
    },
  }
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const refused = (error: Error & { code?: string }) => reject(error.code === "EADDRINUSE" ? new PortTaken(port) : error)
    server.once("error", refused)
    server.listen(port, host, () => {
      server.off("error", refused)
      resolve(portOf(server.address()))
    })
  })
}

class PortTaken extends Error {
  constructor(port: number) {
    super(`Port ${port} is taken by another program. Set PORT to another one, or end that program.`)
    this.name = "PortTaken"
  }
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === "string") throw new Error("the server listens on no port")
  return address.port
}
