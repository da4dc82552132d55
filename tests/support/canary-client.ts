import { once } from "node:events"
import { connect, type Socket } from "node:net"

/** A request as bytes are sent: any method, any path, any header. */
export type Question = { method: string; path: string; headers?: Record<string, string>; body?: string }
/** `head` is the status line and the headers as they came. */
export type Answer = { status: number; head: string; body: Buffer }

export type RawClient = { ask(question: Question): Promise<Answer>; close(): void }

/** Speaks HTTP over sockets of its own, which it keeps: a library would refuse to send half of what an attacker sends. */
export function openRawClient(url: string): RawClient {
  const { hostname, port } = new URL(url)
  const idle: Socket[] = []
  const all = new Set<Socket>()
  return { ask, close: () => all.forEach((socket) => void socket.destroy()) }

  async function ask(question: Question): Promise<Answer> {
    const kept = idle.pop()
    try {
      return await exchange(kept ?? (await open()), question)
    } catch (error) {
      // The server may have ended a kept connection in this very moment; a new one tells.
      if (kept === undefined) throw error
      return exchange(await open(), question)
    }
  }

  async function open(): Promise<Socket> {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true })
    all.add(socket)
    socket.on("error", () => {}).on("close", () => all.delete(socket))
    await once(socket, "connect")
    return socket
  }

  async function exchange(socket: Socket, question: Question): Promise<Answer> {
    socket.write(messageOf(question, port))
    const answer = await readAnswer(socket, question.method)
    if (/^connection: *close/im.test(answer.head)) socket.destroy()
    else idle.push(socket)
    return answer
  }
}

export function messageOf({ method, path, headers = {}, body }: Question, port: string): string {
  const sent = { Host: `localhost:${port}`, ...(body === undefined ? {} : bodyHeaders(body)), ...headers }
  const lines = Object.entries(sent).map(([name, value]) => `${name}: ${value}`)
  return `${method} ${path} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n${body ?? ""}`
}

function bodyHeaders(body: string) {
  return { "Content-Type": "application/json", "Content-Length": String(Buffer.byteLength(body)) }
}

/** The next answer on a connection, without what says only to go on. */
export async function readAnswer(socket: Socket, method: string): Promise<Answer> {
  let bytes = Buffer.alloc(0)
  let isOver = socket.destroyed
  for (;;) {
    const answer = parseAnswer(bytes, { method, isOver })
    if (answer !== null) return answer
    if (isOver) throw new Error(`the connection ended within an answer: ${bytes.toString("latin1").slice(0, 200)}`)
    const chunk = await nextChunk(socket)
    isOver = chunk === null
    if (chunk !== null) bytes = Buffer.concat([bytes, chunk])
  }
}

function nextChunk(socket: Socket): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const heard = (chunk: Buffer | null) => {
      socket.off("data", heard).off("end", ended).off("close", ended)
      resolve(chunk)
    }
    const ended = () => heard(null)
    socket.on("data", heard).on("end", ended).on("close", ended)
  })
}

function parseAnswer(bytes: Buffer, { method, isOver }: { method: string; isOver: boolean }): Answer | null {
  const end = bytes.indexOf("\r\n\r\n")
  if (end < 0) return null
  const head = bytes.subarray(0, end).toString("latin1")
  const rest = bytes.subarray(end + 4)
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1])
  if (status < 200) return parseAnswer(rest, { method, isOver })
  const body = method === "HEAD" || status === 204 || status === 304 ? Buffer.alloc(0) : bodyIn(head, rest, isOver)
  return body === null ? null : { status, head, body }
}

function bodyIn(head: string, rest: Buffer, isOver: boolean): Buffer | null {
  const length = /^content-length: *(\d+)/im.exec(head)?.[1]
  if (length !== undefined) return rest.length < Number(length) ? null : rest.subarray(0, Number(length))
  if (/^transfer-encoding: *chunked/im.test(head)) return rest.subarray(-5).toString() === "0\r\n\r\n" ? rest : null
  return isOver ? rest : null
}
