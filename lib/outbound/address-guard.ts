import { BlockList, isIP } from "node:net"

/** What of IPv4 is not somebody's server on the internet (IANA's registry of special purposes), with what to call it. */
const NOT_PUBLIC_4: Record<string, string> = {
  "0.0.0.0/8": "an address of this very network",
  "10.0.0.0/8": "a private address",
  "100.64.0.0/10": "an address inside of a provider's network",
  "127.0.0.0/8": "an address of this machine",
  "168.63.129.16/32": "the address of a cloud's own services",
  "169.254.0.0/16": "a link-local address",
  "172.16.0.0/12": "a private address",
  "192.0.0.0/24": "a reserved address",
  "192.0.2.0/24": "an address for documentation",
  "192.88.99.0/24": "a 6to4 relay",
  "192.168.0.0/16": "a private address",
  "198.18.0.0/15": "an address for benchmarks",
  "198.51.100.0/24": "an address for documentation",
  "203.0.113.0/24": "an address for documentation",
  "224.0.0.0/4": "a multicast address",
  "240.0.0.0/4": "a reserved address",
}

/** The only part of IPv6 in which there are servers of the internet. What lies outside of it needs no list. */
const PUBLIC_6 = "2000::/3"

/** What lies inside of it and is none, or carries an IPv4 address that would have to be checked by its own. */
const NOT_PUBLIC_6: Record<string, string> = {
  "2001::/23": "an address for protocols, Teredo and benchmarks among them",
  "2001:db8::/32": "an address for documentation",
  "2002::/16": "a 6to4 address",
  "3fff::/20": "an address for documentation",
}

/** Outside of it; named so that the refusal says what it is. */
const OUTSIDE_6: Record<string, string> = {
  "::/128": "an address of this very network",
  "::1/128": "an address of this machine",
  "::ffff:0:0/96": "an IPv4 address in the clothes of IPv6",
  "64:ff9b::/96": "a NAT64 address",
  "64:ff9b:1::/48": "a NAT64 address",
  "fc00::/7": "a private address",
  "fe80::/10": "a link-local address",
  "ff00::/8": "a multicast address",
}

type Named = { network: BlockList; what: string }

const named4 = named(NOT_PUBLIC_4, "ipv4")
const named6 = named({ ...NOT_PUBLIC_6, ...OUTSIDE_6 }, "ipv6")
const public6 = networkOf(PUBLIC_6, "ipv6")

/** What is wrong with calling this address, or null for a public unicast one. Takes the usual spelling alone: what has another is refused. */
export function objectionToAddress(address: string): string | null {
  // A zone (`fe80::1%eth0`) picks an interface of this machine.
  const version = address.includes("%") ? 0 : isIP(address)
  if (version === 4) return named4.find(({ network }) => network.check(address, "ipv4"))?.what ?? null
  if (version !== 6) return "no address"
  const found = named6.find(({ network }) => network.check(address, "ipv6"))
  if (found !== undefined) return found.what
  return public6.check(address, "ipv6") ? null : "a reserved address"
}

function named(networks: Record<string, string>, version: "ipv4" | "ipv6"): Named[] {
  return Object.entries(networks).map(([network, what]) => ({ network: networkOf(network, version), what }))
}

function networkOf(text: string, version: "ipv4" | "ipv6"): BlockList {
  const [address = "", bits] = text.split("/")
  const list = new BlockList()
  list.addSubnet(address, Number(bits), version)
  return list
}
