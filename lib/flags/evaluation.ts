import { BUCKETS, placesOf } from "./bucket.ts"
import type { BuiltInState, TargetingRule } from "./built-in-flag.ts"
import { fulfilment, type Traits } from "./condition.ts"

/** All of a flag that its evaluation depends on. */
export type EvaluableFlag = { readonly key: string; readonly state: BuiltInState }

/** Whom a flag is asked for. The targeting key is what a share of people is cut by. */
export type EvaluationContext = { readonly targetingKey: string | null; readonly traits: Traits }

/** `STATIC` promises that nothing in the context could change the answer; with rules it is `TARGETING_MATCH`, fitted or not. */
export type Reason = "STATIC" | "DISABLED" | "SPLIT" | "TARGETING_MATCH"

export type Evaluation =
  | { readonly is: "answered"; readonly value: boolean; readonly variant: "on" | "off"; readonly reason: Reason }
  | { readonly is: "failed"; readonly errorCode: "TARGETING_KEY_MISSING"; readonly errorDetails: string }

/** What a flag answers to a context. */
export type Evaluator = (context: EvaluationContext) => Evaluation

/** Once for each flag: what can be found out before anybody asks is not found out again for each of them. */
export function evaluatorOf({ key, state }: EvaluableFlag): Evaluator {
  if (!state.enabled) return () => OFF.DISABLED
  const placeOf = placesOf(key)
  const others = shareOf(placeOf, state.rollout, state.targeting.length === 0 ? "STATIC" : "TARGETING_MATCH")
  if (state.targeting.length === 0) return others
  const rules = state.targeting.map((rule) => ({ isFor: predicateOf(rule), share: shareOf(placeOf, rule.rollout, "TARGETING_MATCH") }))
  return (context) => (rules.find(({ isFor }) => isFor(context.traits))?.share ?? others)(context)
}

function predicateOf({ conditions }: TargetingRule): (traits: Traits) => boolean {
  const all = conditions.map(fulfilment)
  return (traits) => all.every((isFulfilled) => isFulfilled(traits))
}

/** All or nothing needs no key: people who are not known yet get what everyone gets. */
function shareOf(placeOf: (targetingKey: string) => number, percent: number, whole: Reason): Evaluator {
  if (percent <= 0) return () => OFF[whole]
  if (percent >= 100) return () => ON[whole]
  const first = (percent * BUCKETS) / 100
  return ({ targetingKey }) => {
    if (targetingKey === null) return KEY_MISSING
    return placeOf(targetingKey) < first ? ON.SPLIT : OFF.SPLIT
  }
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
