export type RequestPath = { path: string; query: string }

/** The path as it was sent, never decoded: another spelling of an address is another address, and there is nothing at it. */
export function pathOf(url: string | undefined): RequestPath {
  const text = url ?? ""
  const mark = text.indexOf("?")
  return mark < 0 ? { path: text, query: "" } : { path: text.slice(0, mark), query: text.slice(mark + 1) }
}

/**
 * Whether every layer behind us reads the path as we do. Segments that climb, encoded or not, could be one route here and
 * another there.
 */
export function isUnambiguous(path: string): boolean {
  const segments = path.split("/").slice(1)
  return segments.every((segment, index) => (segment !== "" || index === segments.length - 1) && !climbs(segment))
}

function climbs(segment: string): boolean {
  const decoded = decode(segment)
  return decoded === null || /[\\\0]/.test(decoded) || decoded.split("/").some((part) => part === "." || part === "..")
}

function decode(segment: string): string | null {
  try {
    return decodeURIComponent(segment)
  } catch {
    return null
  }
}

// Next fills a route's params from these where it finds them in a query.
const INSTRUCTION = /^(?:nxtP|nxtI|_rsc\b|__next)/i

/** The query without what Next would take for an instruction. */
export function queryForHandlers(query: string): string {
  const kept = query.split("&").filter((part) => part !== "" && !INSTRUCTION.test(decode(part) ?? part))
  return kept.length === 0 ? "" : `?${kept.join("&")}`
}
