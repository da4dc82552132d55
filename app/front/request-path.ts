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

// Next's own code asks for pages of the workspace with this, and would be sent round in circles without it.
const NAVIGATION = /^_rsc$/

/** The query as a page of the workspace gets it. */
export function queryForWorkspace(query: string): string {
  return queryWithout(query, (name) => INSTRUCTION.test(name) && !NAVIGATION.test(name.split("=")[0] ?? ""))
}

/** The query without what Next would take for an instruction. */
export function queryForHandlers(query: string): string {
  return queryWithout(query, (name) => INSTRUCTION.test(name))
}

function queryWithout(query: string, isInstruction: (part: string) => boolean): string {
  const kept = query.split("&").filter((part) => part !== "" && !isInstruction(decode(part) ?? part))
  return kept.length === 0 ? "" : `?${kept.join("&")}`
}
