import type { Exposure } from "../exposure.ts"
import type { Dependency, Strategy, UnleashState } from "./unleash-state.ts"

/** Whom a flag serves, by what Unleash keeps of it: strategies are OR-ed, and what cannot be proven is `unknown`. */
export function unleashExposure({ archived, enabled, strategies, dependencies }: UnleashState): Exposure {
  if (archived) return { kind: "unknown", reason: "it is archived, so the code's own default decides" }
  if (!enabled) return { kind: "off" }
  const active = strategies.filter(({ disabled }) => !disabled)
  // Clients disagree about it, and turning such a flag off and on again would add a strategy.
  if (active.length === 0) return { kind: "unknown", reason: "it is on without any active strategy" }
  return limitOf(dependencies) ?? exposureOfStrategies(active)
}

function limitOf(dependencies: Dependency[]): Exposure | null {
  const unproven = dependencies.find(({ lets }) => lets === "unknown")
  if (unproven) return { kind: "unknown", reason: `how far "${unproven.feature}", which it depends on, lets it through` }
  const narrow = dependencies.find(({ lets }) => lets === "some")
  return narrow ? { kind: "targeted", summary: `it depends on "${narrow.feature}", which is not on for everyone` } : null
}

function exposureOfStrategies(active: Strategy[]): Exposure {
  if (active.some((one) => one.milestoneId === null && servesEveryone(one))) return { kind: "everyone" }
  if (active.some(({ milestoneId }) => milestoneId !== null)) return { kind: "unknown", reason: "a release plan moves it on by itself" }
  const garbled = active.find((one) => one.name === "flexibleRollout" && shareOf(one) === null)
  if (garbled) return { kind: "unknown", reason: `its rollout "${garbled.parameters.rollout ?? ""}" is no share of 100` }
  if (active.every((one) => shareOf(one) === 0)) return { kind: "off" }
  const [only, ...more] = active
  const percent = only && more.length === 0 && isPlain(only) ? shareOf(only) : null
  return percent === null ? { kind: "targeted", summary: active.map(describe).join("; ") } : { kind: "percentage", percent }
}

export function servesEveryone(strategy: Strategy): boolean {
  return isPlain(strategy) && (strategy.name === "default" || shareOf(strategy) === 100)
}

/** Limited by its share alone. A stickiness that names a field serves nobody who comes without that field. */
export function isPlain({ name, constraints, segments, parameters }: Strategy): boolean {
  if (constraints.length > 0 || segments.length > 0) return false
  if (name === "default") return true
  return name === "flexibleRollout" && ["", "default", "random"].includes(parameters.stickiness ?? "")
}

/** Unleash takes any text as a rollout, "150" too: only a number from 0 to 100 says something. */
export function shareOf({ name, parameters }: Strategy): number | null {
  if (name !== "flexibleRollout" || !/^\d{1,3}(\.\d+)?$/.test(parameters.rollout ?? "")) return null
  const share = Number(parameters.rollout)
  return share <= 100 ? share : null
}

/** In words, without the values: those may be people. */
function describe(strategy: Strategy): string {
  const { name, constraints, segments, parameters } = strategy
  const share = shareOf(strategy)
  const limits = [
    ...(share === null ? [name] : [`${share} %`]),
    ...constraints.map((one) => `${text(one.contextName)} ${one.inverted ? "not " : ""}${text(one.operator)}`),
    ...(segments.length > 0 ? [`${segments.length} segment${segments.length === 1 ? "" : "s"}`] : []),
    ...(["", "default", "random"].includes(parameters.stickiness ?? "") ? [] : [`by ${parameters.stickiness}`]),
  ]
  return limits.join(", ")
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "?"
}
