import { BUCKETS, bucketOf } from "./bucket.ts"
import type { BuiltInState, TargetingRule } from "./built-in-flag.ts"
import { isFulfilled, type Traits } from "./condition.ts"

/** All of a flag that its evaluation depends on. */
export type EvaluableFlag = { readonly key: string; readonly state: BuiltInState }

/** Whom a flag is asked for. The targeting key is what a share of people is cut by. */
export type EvaluationContext = { readonly targetingKey: string | null; readonly traits: Traits }

/** `STATIC` promises that nothing in the context could change the answer; with rules it is `TARGETING_MATCH`, fitted or not. */
export type Reason = "STATIC" | "DISABLED" | "SPLIT" | "TARGETING_MATCH"

export type Evaluation =
  | { readonly is: "answered"; readonly value: boolean; readonly variant: "on" | "off"; readonly reason: Reason }
  | { readonly is: "failed"; readonly errorCode: "TARGETING_KEY_MISSING"; readonly errorDetails: string }

export function evaluateFlag(flag: EvaluableFlag, context: EvaluationContext): Evaluation {
  const { enabled, rollout, targeting } = flag.state
  if (!enabled) return OFF.DISABLED
  if (targeting.length === 0) return evaluateShare(flag, rollout, context, "STATIC")
  const rule = targeting.find((candidate) => isFor(candidate, context.traits))
  return evaluateShare(flag, rule?.rollout ?? rollout, context, "TARGETING_MATCH")
}

function isFor(rule: TargetingRule, traits: Traits): boolean {
  return rule.conditions.every((condition) => isFulfilled(condition, traits))
}

/** All or nothing needs no key: people who are not known yet get what everyone gets. */
function evaluateShare(flag: EvaluableFlag, percent: number, context: EvaluationContext, whole: Reason): Evaluation {
  if (percent <= 0) return OFF[whole]
  if (percent >= 100) return ON[whole]
  if (context.targetingKey === null) return KEY_MISSING
  return bucketOf(flag.key, context.targetingKey) * 100 < percent * BUCKETS ? ON.SPLIT : OFF.SPLIT
}

// There are no other answers, so none is ever made anew: evaluating hundreds of flags leaves no garbage behind.
const ON = answersOf(true, "on")
const OFF = answersOf(false, "off")

function answersOf(value: boolean, variant: "on" | "off"): Record<Reason, Evaluation> {
  const answer = (reason: Reason): Evaluation => ({ is: "answered", value, variant, reason })
  return { STATIC: answer("STATIC"), DISABLED: answer("DISABLED"), SPLIT: answer("SPLIT"), TARGETING_MATCH: answer("TARGETING_MATCH") }
}

const KEY_MISSING: Evaluation = {
  is: "failed",
  errorCode: "TARGETING_KEY_MISSING",
  errorDetails: "This flag is on for a share of people: the context needs a targetingKey.",
}
