import type { IncomingHttpHeaders } from "node:http"

/** As much of a request as this looks at. */
type Asked = { headers: IncomingHttpHeaders; socket: { remoteAddress?: string | undefined } }

/**
 * The address of the connection or, behind proxies of the operator's own, what the outermost of them saw. Each of them adds one
 * entry at the end; whatever stands further left, anybody may have written.
 */
export function clientAddress({ headers, socket }: Asked, proxyHops: number): string {
  const connected = socket.remoteAddress ?? ""
  const told = String(headers["x-forwarded-for"] ?? "").split(",")
  const seen = [...told.map((entry) => entry.trim()).filter((entry) => entry !== ""), connected]
  return seen.at(-1 - proxyHops) ?? connected
}
