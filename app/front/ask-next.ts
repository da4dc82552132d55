import { IncomingMessage, ServerResponse } from "node:http"
import { Socket } from "node:net"

export type Question = { method: string; path: string; headers: NodeJS.Dict<string | string[]>; body?: Buffer }
export type Reply = { status: number; headers: Record<string, string | string[]>; body: Buffer }
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<unknown>

/**
 * Asks Next on a connection that exists in memory only. The visitor's own socket never reaches it, so a client that is slow,
 * gone or malicious can neither cut an answer that is published for all, nor stop a handler halfway.
 */
export async function askNext(handle: RequestHandler, question: Question): Promise<Reply> {
  const socket = new MemorySocket()
  const request = requestOf(question, socket)
  const response = new ServerResponse(request)
  response.assignSocket(socket)
  // Between a real socket and its response this is wired by node's server: what streams a file waits for it.
  socket.on("drain", () => response.emit("drain"))
  const finished = new Promise<void>((resolve, reject) => response.on("finish", resolve).on("error", reject))
  try {
    await Promise.all([handle(request, response), finished])
    return { status: response.statusCode, ...readMessage(socket.written()) }
  } finally {
    socket.destroy()
  }
}

function requestOf({ method, path, headers, body }: Question, socket: Socket): IncomingMessage {
  const request = new IncomingMessage(socket)
  request.method = method
  request.url = path
  // HTTP/1.0 knows no chunks: the bytes after the headers are the body.
  request.httpVersion = "1.0"
  request.httpVersionMajor = 1
  request.httpVersionMinor = 0
  const length = body === undefined ? {} : { "content-length": String(body.length) }
  request.headers = { ...headers, ...length }
  if (body !== undefined) request.push(body)
  request.push(null)
  request.complete = true
  return request
}

const END_OF_HEAD = Buffer.from("\r\n\r\n")

/** As it went over the wire: headers given to `writeHead` are nowhere else. */
function readMessage(written: Buffer): Pick<Reply, "headers" | "body"> {
  const end = written.indexOf(END_OF_HEAD)
  const [, ...lines] = written.subarray(0, end).toString("latin1").split("\r\n")
  const headers: Record<string, string | string[]> = {}
  for (const line of lines) {
    const colon = line.indexOf(":")
    const [name, value] = [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    headers[name] = name in headers ? [headers[name] ?? "", value].flat() : value
  }
  return { headers, body: written.subarray(end + END_OF_HEAD.length) }
}

class MemorySocket extends Socket {
  readonly #chunks: Buffer[] = []

  written(): Buffer {
    return Buffer.concat(this.#chunks)
  }

  override _write(chunk: Buffer | string, encoding: BufferEncoding, done: () => void): void {
    this.#chunks.push(typeof chunk === "string" ? Buffer.from(chunk, encoding) : chunk)
    done()
  }

  override _writev(parts: { chunk: Buffer | string; encoding: BufferEncoding }[], done: () => void): void {
    for (const { chunk, encoding } of parts) this._write(chunk, encoding, () => {})
    done()
  }

  override _final(done: () => void): void {
    done()
  }

  override _read(): void {}
}
