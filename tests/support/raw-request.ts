import { type IncomingHttpHeaders, request } from "node:http"
import type { Served } from "../../server.ts"

export type RawAnswer = { status: number; headers: IncomingHttpHeaders; body: Buffer; text: string }
export type RawQuestion = { method?: string; headers?: Record<string, string>; body?: string | Buffer }

/** Asks for exactly this path with exactly these headers: `fetch` would tidy the path, choose encodings and follow redirects. */
export function askRaw(
  site: Pick<Served, "port">,
  path: string,
  { method = "GET", headers = {}, body }: RawQuestion = {},
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const framing = body === undefined || "Transfer-Encoding" in headers ? {} : { "Content-Length": String(Buffer.byteLength(body)) }
    const asking = request(
      { host: "127.0.0.1", port: site.port, path, method, headers: { ...framing, ...headers }, agent: false },
      (response) => {
        const chunks: Buffer[] = []
        response.on("data", (chunk: Buffer) => chunks.push(chunk))
        response.on("error", reject)
        response.on("end", () => {
          const whole = Buffer.concat(chunks)
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: whole, text: whole.toString() })
        })
      },
    )
    asking.on("error", reject)
    asking.end(body)
  })
}

/** An answer without what differs from one asking to the next. */
export function withoutDate({ status, headers, text }: RawAnswer) {
  const { date: _, ...rest } = headers
  return { status, headers: rest, text }
}
