import type { Outbound } from "../../outbound/outbound.ts"
import { describeExposure } from "../exposure.ts"
import type { DesiredExposure, FlagProvider, Refused, Restored } from "../flag-provider.ts"
import { testUnleash } from "./unleash-connection.ts"
import { unleashObstacle } from "./unleash-obstacle.ts"
import { reaches } from "./unleash-plan.ts"
import { readUnleash } from "./unleash-read.ts"
import { unleashState } from "./unleash-state.ts"
import { type Next, type Standing, walkPlan } from "./unleash-walk.ts"

/** Flags of an Unleash server, 7.5 or 8, by its Admin API. */
export function unleashProvider(outbound: Outbound): FlagProvider {
  return {
    read: (flag) => readUnleash(outbound, flag),
    obstacle: (state, desired) => unleashObstacle(unleashState(state), desired),
    set: (flag, change) => walkPlan({ outbound, flag, change }, (standing) => forward(standing, change.desired)),
    restore: (flag, change) => walkPlan({ outbound, flag, change }, backward),
    test: (connection) => testUnleash(outbound, connection),
  }
}

function forward({ seen, position, steps }: Standing, desired: DesiredExposure): Next<{ is: "set" } | Refused> {
  if (reaches(seen.exposure, desired)) return { ends: { is: "set" } }
  const now = describeExposure(seen.exposure)
  if (position < 0) return refuse("conflict", `Somebody changed the flag in Unleash: it is ${now}.`)
  const obstacle = unleashObstacle(seen.state, desired)
  if (obstacle !== null) return refuse("impossible", obstacle)
  const step = steps[position]
  return step ? { writes: step.write } : refuse("impossible", `With all of it written, Unleash still shows the flag ${now}.`)
}

function refuse(because: Refused["because"], reason: string): Next<Refused> {
  return { ends: { is: "refused", because, reason } }
}

function backward({ seen, position, steps }: Standing): Next<Restored> {
  if (position === 0) return { ends: { is: "restored", seen } }
  const step = steps[position - 1]
  if (step) return { writes: step.undo }
  const reason = `Somebody changed the flag in Unleash since: it is ${describeExposure(seen.exposure)}.`
  return { ends: { is: "left_alone", seen, reason } }
}
