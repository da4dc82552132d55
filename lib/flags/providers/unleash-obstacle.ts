import type { DesiredExposure } from "../flag-provider.ts"
import { unleashExposure } from "./unleash-exposure.ts"
import { desiredShare, isComplete, reaches } from "./unleash-plan.ts"
import type { UnleashState } from "./unleash-state.ts"

/** Why the desired exposure cannot be reached from this state, or null. */
export function unleashObstacle(state: UnleashState, desired: DesiredExposure): string | null {
  const share = desiredShare(desired)
  if (!Number.isInteger(share) || share < 0 || share > 100) return `${share} % is no whole number from 0 to 100.`
  if (state.archived) return "The flag is archived in Unleash: revive it there first."
  if (reaches(unleashExposure(state), desired)) return null
  if (state.enabled && state.strategies.every(({ disabled }) => disabled))
    return "The flag is on in Unleash without any active strategy, which could not be put back: turn it off there, or give it one."
  return share === 0 ? null : (obstacleOfParents(state) ?? obstacleOfStrategies(state, share))
}

function obstacleOfParents({ dependencies }: UnleashState): string | null {
  const narrow = dependencies.find(({ lets }) => lets !== "everyone")
  if (!narrow) return null
  const how = narrow.lets === "some" ? "which is not on for everyone" : "in a way that cannot be proven to hold for everyone"
  return `The flag depends in Unleash on "${narrow.feature}", ${how}: it would stay off for some.`
}

function obstacleOfStrategies({ strategies }: UnleashState, share: number): string | null {
  if (strategies.some(({ milestoneId }) => milestoneId !== null))
    return "A release plan in Unleash moves the flag from milestone to milestone: end the plan there, or leave the flag to it."
  const old = share === 100 ? undefined : strategies.find((one) => !one.disabled && !isComplete(one))
  if (!old) return null
  return "A strategy of the flag was made by an old Unleash and would change by being switched off: open and save it there once."
}
