import { isIP } from "node:net"

/** The network a request comes from, for limits: a household or an office has many addresses, so /24 and /56 are counted as one. */
export function clientNetwork(address: string | null): string {
  const plain = (address ?? "").replace(/^::ffff:(?=\d+\.)/i, "")
  if (isIP(plain) === 4) return `${plain.split(".").slice(0, 3).join(".")}.0/24`
  if (isIP(plain) === 6) return `${prefixOf(plain)}/56`
  return "unknown"
}

/** The first seven bytes, written out. */
function prefixOf(address: string): string {
  const [head = "", tail = ""] = address.split("::")
  const front = head.split(":").filter(Boolean)
  const back = tail.split(":").filter(Boolean)
  const groups = [...front, ...Array(Math.max(0, 8 - front.length - back.length)).fill("0"), ...back]
  return groups
    .slice(0, 4)
    .map((group: string) => group.padStart(4, "0").toLowerCase())
    .join("")
    .slice(0, 14)
}
