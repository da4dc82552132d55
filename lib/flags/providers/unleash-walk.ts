import type { Outbound } from "../../outbound/outbound.ts"
import type { FlagAddress, FlagChange, Refused, Retry } from "../flag-provider.ts"
import { sendWrite } from "./unleash-calls.ts"
import { type Ours, planWrites, type Step, type Write } from "./unleash-plan.ts"
import { readUnleash, type SeenUnleash } from "./unleash-read.ts"
import { isSameState, surplusOf, titleOf, type UnleashState, unleashState, withoutSurplus } from "./unleash-state.ts"

export type Walk = { outbound: Outbound; flag: FlagAddress; change: FlagChange }

/** Where the flag stands in the change's plan: 0 is the recorded state, -1 is nowhere in it. */
export type Standing = { seen: SeenUnleash; position: number; steps: Step[] }
export type Next<Answer> = { writes: Write } | { ends: Answer }

/** Each turn is one late copy, one write, or a look at what a write met: more of them than this, and somebody else is at work. */
const SPARE_TURNS = 8

/**
 * Look, take one step, look again: whoever was interrupted goes on from what is there. So a call whose answer was lost is
 * never repeated blindly, and a plan that somebody else's change crosses ends at once.
 */
export async function walkPlan<Answer>(walk: Walk, next: (standing: Standing) => Next<Answer>): Promise<Answer | Retry | Refused> {
  const { outbound, flag } = walk
  const plan = planOf(walk)
  let met: Met = { refusal: null }
  for (let turns = plan.steps.length + SPARE_TURNS; turns > 0; turns--) {
    const seen = await readUnleash(outbound, flag)
    if (seen.is !== "seen") return seen
    const standing = { seen, steps: plan.steps, position: positionOf(seen.state, plan) }
    const decision = tidy(standing, plan.ours) ?? next(standing)
    if ("ends" in decision) return decision.ends
    const stuck = stuckAt(met, seen.state, plan.ours)
    if (stuck) return stuck
    const refusal = await sendWrite(outbound, flag, { write: byItsId(decision.writes, seen.state, plan.ours), ours: plan.ours })
    if (!mayHaveMoved(refusal)) return refusal
    met = { refusal, at: seen.state }
  }
  return { is: "retry", reason: "The flag keeps changing in Unleash." }
}

/** How the last write was received, and what had been seen before it. */
type Met = { refusal: null } | { refusal: Refused | null; at: UnleashState }

/** Refused over a state that is still the same: then it was not the state that the service minds. */
function stuckAt(met: Met, now: UnleashState, { title }: Ours): Refused | null {
  return met.refusal && isSameState(met.at, now, title) ? met.refusal : null
}

type Plan = { ours: Ours; from: UnleashState; steps: Step[] }

function planOf({ flag, change }: Walk): Plan {
  const ours = { flag: flag.key, title: titleOf(change.key) }
  const from = unleashState(change.recorded)
  return { ours, from, steps: planWrites(from, change.desired, ours) }
}

function positionOf(seen: UnleashState, { from, steps, ours: { title } }: Plan): number {
  const state = withoutSurplus(seen, title)
  return [from, ...steps.map(({ leadsTo }) => leadsTo)].findLastIndex((one) => isSameState(one, state, title))
}

function tidy({ seen, position }: Standing, { title }: Ours): Next<never> | null {
  const [late] = position < 0 ? [] : surplusOf(seen.state, title)
  return late ? { writes: { does: "remove", id: late.id } } : null
}

/** In a plan, what we add has no id yet. */
function byItsId(write: Write, { strategies }: UnleashState, { title }: Ours): Write {
  if (write.does !== "remove" || write.id !== title) return write
  return { does: "remove", id: strategies.find((one) => one.title === title)?.id ?? write.id }
}

/** True after a success, and where a write was refused because something is not as it was seen: looking again tells what it is now. */
function mayHaveMoved(failure: Retry | Refused | null): failure is Refused | null {
  return failure === null || (failure.is === "refused" && (failure.because === "conflict" || failure.because === "missing"))
}
