/** Who a flag serves its on-value to. "On" alone says nothing: a flag can be on and serve nobody. */
export type Exposure =
  | { kind: "off" }
  | { kind: "everyone" }
  | { kind: "percentage"; percent: number }
  | { kind: "targeted"; summary: string }
  | { kind: "blocked"; reason: string }
  | { kind: "unknown"; reason: string }

/** Of a flag in another system that was added and not asked about since. */
export const NEVER_SEEN: Exposure = { kind: "unknown", reason: "not looked at yet" }

/** True only where both are proven and the same: `unknown` equals nothing, not even itself. */
export function sameExposure(one: Exposure, other: Exposure): boolean {
  if (one.kind !== other.kind) return false
  if (one.kind === "percentage" && other.kind === "percentage") return one.percent === other.percent
  return one.kind === "off" || one.kind === "everyone"
}

export function describeExposure(exposure: Exposure): string {
  switch (exposure.kind) {
    case "off":
      return "off for everyone"
    case "everyone":
      return "on for everyone"
    case "percentage":
      return `on for ${exposure.percent} %`
    case "targeted":
      return `on for some: ${exposure.summary}`
    case "blocked":
      return `blocked: ${exposure.reason}`
    case "unknown":
      return `unknown: ${exposure.reason}`
  }
}
