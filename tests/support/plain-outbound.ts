import { request } from "node:http"
import type { Outbound, OutboundAnswer, OutboundRequest } from "#lib/outbound/outbound.ts"

/** The port without its guard: to loopback, over plain HTTP, with the same bounds on time and size. */
export const plainOutbound: Outbound = { send }

function send(asked: OutboundRequest): Promise<OutboundAnswer> {
  return new Promise((resolve) => {
    const call = request(asked.url, { method: asked.method, headers: { ...asked.headers }, signal: AbortSignal.timeout(asked.timeoutMs) })
    const fail = (reason: string) => {
      resolve({ is: "unreachable", reason })
      call.destroy()
    }
    call.on("error", (error) => fail(error.name === "AbortError" ? `no answer within ${asked.timeoutMs} ms` : error.message))
    call.on("response", (answer) => {
      const parts: Buffer[] = []
      let bytes = 0
      answer.on("data", (part: Buffer) => {
        bytes += part.length
        if (bytes > (asked.maxBytes ?? 64 * 1024)) fail("the answer is too large")
        parts.push(part)
      })
      answer.on("error", (error) => fail(error.message))
      answer.on("end", () => {
        if (!answer.complete) return fail("the answer was cut off")
        const headers = new Headers(
          Object.entries(answer.headersDistinct).flatMap(([name, values = []]) => values.map((one) => [name, one])),
        )
        resolve({ is: "answered", status: answer.statusCode ?? 0, headers, body: Buffer.concat(parts).toString("utf8") })
      })
    })
    call.end(asked.body)
  })
}
