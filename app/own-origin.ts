import { isLoopback } from "./front/host-guard.ts"

type Headers = { get(name: string): string | null }

/** Where this request thinks we are: the public address, or the loopback name somebody uses on the machine itself. */
export function ownOrigin(headers: Headers, publicUrl: URL): string {
  const host = headers.get("host")?.toLowerCase() ?? ""
  return publicUrl.protocol === "http:" && isLoopback(host) ? `http://${host}` : publicUrl.origin
}

/**
 * Whether a page of ours sent it. Browsers say so with every form and every call of a script; a request that does not say
 * where it is from, or says `null`, is not ours.
 */
export function isFromOurPages(headers: Headers, publicUrl: URL): boolean {
  const site = headers.get("sec-fetch-site")
  return headers.get("origin") === ownOrigin(headers, publicUrl) && (site === null || site === "same-origin")
}
