import { unreachable } from "../../kernel/unreachable.ts"
import { type Exposure, sameExposure } from "../exposure.ts"
import type { DesiredExposure } from "../flag-provider.ts"
import { isPlain, servesEveryone, shareOf, unleashExposure } from "./unleash-exposure.ts"
import type { Strategy, UnleashState } from "./unleash-state.ts"

/** One write. `add` makes a strategy for a share of everyone, `remove` takes one of those away again. */
export type Write =
  | { does: "add"; share: number }
  | { does: "remove"; id: string }
  | { does: "share"; id: string; from: string; to: string }
  | { does: "switch"; id: string; to: "active" | "disabled" }
  | { does: "turn"; to: "on" | "off" }

/**
 * `leadsTo` tells an interrupted attempt how far it came; `undo` leads from there to where the step began. Before the service
 * has named it, a strategy of ours has its title for an id.
 */
export type Step = { write: Write; undo: Write; leadsTo: UnleashState }

/** What a change's own strategy is called, and the flag it is for. */
export type Ours = { flag: string; title: string }

/** The writes from a state to a desired exposure, in order; none where it is there already. Nothing is served early. */
export function planWrites(from: UnleashState, desired: DesiredExposure, ours: Ours): Step[] {
  const steps: Step[] = []
  let state = from
  for (const write of writesOf(from, desired)) {
    const leadsTo = after(state, write, ours)
    steps.push({ write, undo: reverse(write, ours), leadsTo })
    state = leadsTo
  }
  return steps
}

function writesOf(from: UnleashState, desired: DesiredExposure): Write[] {
  if (reaches(unleashExposure(from), desired)) return []
  const share = desiredShare(desired)
  if (share === 0) return from.enabled ? [{ does: "turn", to: "off" }] : []
  const active = from.strategies.filter(({ disabled }) => !disabled)
  const keeper = active.find((one) => serves(one, share))
  const changed = keeper ? undefined : active.find(isChangeable)
  const others = share === 100 ? [] : active.filter((one) => one !== (keeper ?? changed))
  return [
    ...(keeper ? [] : [changed ? shareWrite(changed, share) : { does: "add" as const, share }]),
    // After ours is there: without any active strategy the service switches the flag off by itself.
    ...others.map(({ id }) => ({ does: "switch" as const, id, to: "disabled" as const })),
    // Last: turning on where no strategy is active would make one for everyone.
    ...(from.enabled ? [] : [{ does: "turn" as const, to: "on" as const }]),
  ]
}

/** In percent of everyone. */
export function desiredShare(desired: DesiredExposure): number {
  if (desired.kind === "percentage") return desired.percent
  return desired.kind === "everyone" ? 100 : 0
}

/** A share of 100 reads as everyone, and a share of 0 as off. */
export function reaches(exposure: Exposure, desired: DesiredExposure): boolean {
  const share = desiredShare(desired)
  if (share === 100) return exposure.kind === "everyone"
  return share === 0 ? exposure.kind === "off" : sameExposure(exposure, desired)
}

function serves(strategy: Strategy, share: number): boolean {
  if (strategy.milestoneId !== null) return false
  return share === 100 ? servesEveryone(strategy) : isPlain(strategy) && shareOf(strategy) === share
}

function shareWrite({ id, parameters }: Strategy, share: number): Write {
  return { does: "share", id, from: parameters.rollout ?? "", to: String(share) }
}

function isChangeable(strategy: Strategy): boolean {
  return strategy.milestoneId === null && isPlain(strategy) && shareOf(strategy) !== null && isComplete(strategy)
}

/** With any edit the service fills in what an old strategy lacks, from the project's settings: then it is not the same one. */
export function isComplete({ name, parameters }: Strategy): boolean {
  return name !== "flexibleRollout" || ["rollout", "stickiness", "groupId"].every((one) => (parameters[one] ?? "") !== "")
}

function after(state: UnleashState, write: Write, ours: Ours): UnleashState {
  switch (write.does) {
    case "add":
      return { ...state, strategies: [...state.strategies, addedStrategy(ours, write.share)] }
    case "remove":
      return { ...state, strategies: state.strategies.filter(({ id }) => id !== write.id) }
    case "share":
      return withStrategy(state, write.id, (one) => ({ ...one, parameters: { ...one.parameters, rollout: write.to } }))
    case "switch":
      return withStrategy(state, write.id, (one) => ({ ...one, disabled: write.to === "disabled" }))
    case "turn":
      return { ...state, enabled: write.to === "on" }
    default:
      return unreachable(write)
  }
}

function withStrategy(state: UnleashState, id: string, change: (strategy: Strategy) => Strategy): UnleashState {
  return { ...state, strategies: state.strategies.map((one) => (one.id === id ? change(one) : one)) }
}

export function addedStrategy({ flag, title }: Ours, share: number): Strategy {
  const parameters = { rollout: String(share), stickiness: "default", groupId: flag }
  const unlimited = { constraints: [], segments: [], variants: [], milestoneId: null }
  return { id: title, name: "flexibleRollout", title, disabled: false, parameters, ...unlimited }
}

function reverse(write: Write, ours: Ours): Write {
  switch (write.does) {
    case "add":
      return { does: "remove", id: ours.title }
    case "share":
      return { ...write, from: write.to, to: write.from }
    case "switch":
      return { ...write, to: write.to === "active" ? "disabled" : "active" }
    case "turn":
      return { ...write, to: write.to === "on" ? "off" : "on" }
    case "remove":
      throw new Error("no plan takes a strategy away")
    default:
      return unreachable(write)
  }
}
