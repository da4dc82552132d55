import type { IncomingMessage } from "node:http"

export type ReadBody = { is: "read"; body: Buffer } | { is: "too large" } | { is: "gone" }

/**
 * The whole body, if it keeps to the limit; one that says it is longer is not read at all, one that does not say is counted.
 * `mayCome` is called when it is about to be read: a client that waits for it sends nothing in vain.
 */
export async function readBody(request: IncomingMessage, limitBytes: number, mayCome: () => void): Promise<ReadBody> {
  if (Number(request.headers["content-length"] ?? 0) > limitBytes) return { is: "too large" }
  mayCome()
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      length += chunk.length
      if (length > limitBytes) return { is: "too large" }
      chunks.push(chunk)
    }
  } catch {
    return { is: "gone" }
  }
  return { is: "read", body: Buffer.concat(chunks) }
}

/** How long a client whose body is refused may still send, so that it reads the refusal instead of a reset. */
const REFUSED_MS = 2000

/** Takes what still comes of a body that was refused, and looks at none of it. */
export function leaveUnread(request: IncomingMessage): void {
  request.resume()
  const timer = setTimeout(() => request.destroy(), REFUSED_MS)
  request.on("close", () => clearTimeout(timer))
}
