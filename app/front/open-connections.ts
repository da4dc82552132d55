import type { Server } from "node:http"
import type { Duplex } from "node:stream"

export type OpenConnections = {
  /** From now on it is no longer the HTTP server's to close. */
  upgraded(socket: Duplex): void
  drain(): Promise<void>
}

/** What is being answered may end; after that it is cut, so that the process can stop within a supervisor's grace. */
const ANSWERS_END_MS = 10_000
/** A connection that is kept alive becomes idle when its last answer is sent, and is closed then. */
const SWEEP_EVERY_MS = 50

/** Knows every socket, since a server that closes waits for all of them, those it can no longer close included. */
export function openConnections(server: Server): OpenConnections {
  const sockets = new Set<Duplex>()
  const upgraded = new Set<Duplex>()
  server.on("connection", (socket) => {
    sockets.add(socket)
    socket.once("close", () => {
      sockets.delete(socket)
      upgraded.delete(socket)
    })
  })
  return { upgraded: (socket) => upgraded.add(socket), drain }

  async function drain(): Promise<void> {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    destroyAll(upgraded)
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_EVERY_MS)
    const cut = setTimeout(() => destroyAll(sockets), ANSWERS_END_MS)
    await closed
    clearInterval(sweep)
    clearTimeout(cut)
  }
}

function destroyAll(sockets: ReadonlySet<Duplex>): void {
  for (const socket of sockets) socket.destroy()
}
