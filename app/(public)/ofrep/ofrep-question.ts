import type { IncomingHttpHeaders } from "node:http"

/** What a client of the flags says, its body complete. `path` is as it was sent. */
export type OfrepQuestion = { path: string; headers: IncomingHttpHeaders; body: Uint8Array }

const ALL = "/ofrep/v1/evaluate/flags"
const ONE = `${ALL}/`

/** What an address asks for. `key` is there where one flag is meant: without it the official clients do not read a failure. */
export type Wanted = { is: "all"; key: null } | { is: "one"; key: string } | { is: "nothing"; key: null }

export function wantedAt(path: string): Wanted {
  if (path === ALL) return { is: "all", key: null }
  const key = path.startsWith(ONE) ? path.slice(ONE.length) : ""
  return key === "" || key.includes("/") ? { is: "nothing", key: null } : { is: "one", key: decoded(key) }
}

/** As the client meant it. What cannot be decoded is taken as it stands, and is nobody's key. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
