import { createServer, type RequestListener, type Server } from "node:http"
import { createServer as createTlsServer } from "node:https"
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from "node:net"
import { onTestFinished } from "vitest"
import type { Dial } from "#lib/outbound/dial-route.ts"
import { type OutboundDeps, openOutbound } from "#lib/outbound/open-outbound.ts"
import type { GuardedOutbound, OutboundAnswer, OutboundRequest } from "#lib/outbound/outbound.ts"
import type { SelfSigned } from "#tests/support/self-signed.ts"

/** A server of the internet's, so far as the guard can tell: nothing is ever sent there. */
export const PUBLIC = "93.184.215.14"

export type ToyNetwork = {
  outbound: GuardedOutbound
  /** Where connections were opened to, as the guard believed. */
  dialled: string[]
  /** Names that were looked up, in order. */
  asked: string[]
  warnings: unknown[]
}

type Answers = Record<string, string[] | (() => string[])>

/** The real guard in a toy internet: names lead where the test says, and every public address is the server on this loopback port. */
export function aToyNetwork(names: Answers, port: number, options: Partial<OutboundDeps> = {}): ToyNetwork {
  const network: Omit<ToyNetwork, "outbound"> = { dialled: [], asked: [], warnings: [] }
  const dial: Dial = (route) => {
    network.dialled.push(...route.addresses)
    return connect(port, "127.0.0.1")
  }
  const resolve = async (host: string): Promise<string[]> => {
    network.asked.push(host)
    const answer = names[host]
    if (answer === undefined) throw Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), { code: "ENOTFOUND" })
    return typeof answer === "function" ? answer() : answer
  }
  const log = { warn: (...line: unknown[]) => void network.warnings.push(line) }
  return { ...network, outbound: openOutbound({ allowPrivateHosts: [], log, resolve, dial, ...options }) }
}

/** The guard as it is in production, which may reach this machine. */
export function onLoopback(port: number): GuardedOutbound {
  return openOutbound({
    allowPrivateHosts: [`127.0.0.1:${port}`, `flags.test:${port}`],
    log: { warn: () => {} },
    resolve: async () => ["127.0.0.1"],
  })
}

export function get(outbound: GuardedOutbound, url: string, more: Partial<OutboundRequest> = {}): Promise<OutboundAnswer> {
  return outbound.send({ url, method: "GET", timeoutMs: 2000, ...more })
}

export async function anHttpServer(listener: RequestListener): Promise<number> {
  return listenTo(createServer(listener))
}

export async function aTlsServer(identity: SelfSigned, listener: RequestListener): Promise<number> {
  return listenTo(createTlsServer({ key: identity.key, cert: identity.certificate }, listener))
}

/** Speaks bytes instead of HTTP: for answers that no proper server gives. */
export async function aTcpServer(onConnection: (socket: Socket) => void): Promise<number> {
  const open = new Set<Socket>()
  const server = createTcpServer((socket) => {
    open.add(socket)
    socket.on("error", () => {})
    onConnection(socket)
  })
  onTestFinished(() => {
    for (const socket of open) socket.destroy()
    server.close()
  })
  return portOf(server)
}

async function listenTo(server: Server): Promise<number> {
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return portOf(server)
}

async function portOf(server: { listen(port: number, host: string, done: () => void): unknown; address(): unknown }): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return (server.address() as AddressInfo).port
}
