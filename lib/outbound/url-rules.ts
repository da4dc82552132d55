import { isIP } from "node:net"

/** Where a call may go by its address alone; what its name resolves to is another question. */
export type Destination = {
  url: URL
  /** The name or address without brackets, as a resolver and a certificate know it. */
  host: string
  port: number
  /** The operator said in the environment that this one may be private, on this port, over http. */
  mayBePrivate: boolean
}

export type UrlRuling = { is: "allowed"; destination: Destination } | { is: "refused"; reason: string }

/** Ports on which web servers of the internet speak TLS. Others belong to databases, mail and admin consoles. */
const PORTS = [443, 8443]

/** Pure: the same address always gets the same ruling. Numbers in any spelling have become the usual one by being parsed. */
export function ruleOnUrl(address: string, allowedPrivate: readonly string[]): UrlRuling {
  if (!URL.canParse(address)) return refused("it is not an address like https://flags.acme.example.")
  const url = new URL(address)
  if (url.protocol !== "https:" && url.protocol !== "http:") return refused(`it begins with ${url.protocol} and must begin with https:`)
  if (url.username !== "" || url.password !== "") return refused("it has a user name or a password in it.")
  const port = portOf(url)
  const mayBePrivate = allowedPrivate.includes(url.hostname) || allowedPrivate.includes(`${url.hostname}:${port}`)
  const objection = mayBePrivate ? null : objectionToPublic(url, port)
  if (objection !== null) return refused(objection)
  return { is: "allowed", destination: { url, host: url.hostname.replace(/^\[(.*)\]$/, "$1"), port, mayBePrivate } }
}

function objectionToPublic(url: URL, port: number): string | null {
  if (url.protocol !== "https:") return "it must begin with https:, since a token goes there."
  if (!PORTS.includes(port)) return `its port is ${port}; only ${PORTS.join(" and ")} are allowed.`
  if (url.hostname.endsWith(".")) return "its host ends with a dot."
  if (isLocalName(url.hostname)) return "it names this machine."
  return null
}

/** Whatever a resolver says of these: by RFC 6761 they mean the machine itself. */
function isLocalName(hostname: string): boolean {
  return isIP(hostname) === 0 && /(^|\.)localhost$/.test(hostname)
}

function portOf(url: URL): number {
  if (url.port !== "") return Number(url.port)
  return url.protocol === "https:" ? 443 : 80
}

function refused(reason: string): UrlRuling {
  return { is: "refused", reason }
}
