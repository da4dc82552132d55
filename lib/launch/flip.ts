import type { Exposure } from "../flags/exposure.ts"
import type { DesiredExposure, FlagChange, ProviderState } from "../flags/flag-provider.ts"
import type { FlagId, FlipId } from "../kernel/ids.ts"

export const FLIP_STATES = ["planned", "attempted", "applied", "restored", "left_alone"] as const
export type FlipState = (typeof FLIP_STATES)[number]

/** A flip of a flag in another system. Those of built-in flags have no steps: the curtain's commit is all there is. */
export type ConnectedFlip = {
  id: FlipId
  flagId: FlagId
  connectionId: string
  key: string
  environment: string
  state: FlipState
  before: Exposure
  desired: DesiredExposure
  recordedState: ProviderState
  changeKey: string
}

/** The same for every attempt, so that a provider's adapter knows its own unfinished work. */
export function changeOf({ changeKey, recordedState, desired }: ConnectedFlip): FlagChange {
  return { recorded: recordedState, desired, key: changeKey }
}

export function nameOf({ key, environment }: Pick<ConnectedFlip, "key" | "environment">): string {
  return `${key} in ${environment}`
}
