import type { TraitCondition } from "../kernel/trait-condition.ts"
import type { Exposure } from "./exposure.ts"
import type { DesiredExposure } from "./flag-provider.ts"

/** People who fulfil all conditions get the flag, at this rule's own rollout. The first rule that fits decides. */
export type TargetingRule = { conditions: TraitCondition[]; rollout: number }

/** The whole state of a built-in flag: who fits no rule falls to `rollout`, in percent. */
export type BuiltInState = { enabled: boolean; rollout: number; targeting: TargetingRule[] }

export const OFF: BuiltInState = { enabled: false, rollout: 100, targeting: [] }

export function exposureOf(state: BuiltInState): Exposure {
  if (!state.enabled) return { kind: "off" }
  // Rules that all give what everyone else gets change nothing.
  if (state.targeting.some((rule) => rule.rollout !== state.rollout)) return { kind: "targeted", summary: describeTargeting(state) }
  if (state.rollout === 100) return { kind: "everyone" }
  if (state.rollout === 0) return { kind: "off" }
  return { kind: "percentage", percent: state.rollout }
}

function describeTargeting(state: BuiltInState): string {
  const rules = state.targeting.length === 1 ? "1 rule" : `${state.targeting.length} rules`
  return `${rules}, everyone else ${state.rollout} %`
}

/** Whom a release wants a flag to serve, whatever system it is in. A share of nobody is off. */
export function desiredExposure(target: { enabled: boolean; rollout: number }): DesiredExposure {
  if (!target.enabled || target.rollout === 0) return { kind: "off" }
  return target.rollout === 100 ? { kind: "everyone" } : { kind: "percentage", percent: target.rollout }
}

/** A launch asks for a share of everyone: the targeting that was there gives way, and comes back with a recall. */
export function targetState(target: { enabled: boolean; rollout: number }): BuiltInState {
  return { enabled: target.enabled, rollout: target.rollout, targeting: [] }
}
