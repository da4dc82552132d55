import { describeExposure, type Exposure, sameExposure } from "../flags/exposure.ts"
import type { DesiredExposure } from "../flags/flag-provider.ts"
import type { LaunchId } from "../kernel/ids.ts"

/** `late`: a flag that a roll-back or a recall had put back, and that moved again: the service applied a write of ours late, or somebody did it. */
export const DRIFT_KINDS = ["flag", "deployment", "late"] as const
export type DriftKind = (typeof DRIFT_KINDS)[number]

/** One thing of a launch that was looked at. `unseen` says nothing: what was noticed before stays noticed. */
export type Sight = { launchId: LaunchId; kind: DriftKind; subject: string } & (
  | { is: "as it was left" }
  | { is: "moved"; expected: string; seen: string }
  | { is: "unseen" }
)

/** How long after its launch a release is watched: flags are cleaned up in time, and that is no drift. */
export const WATCHED_DAYS = 90

type Watched = { launchId: LaunchId; flagId: string; key: string; environment: string; desired: DesiredExposure }

/** Whether a released flag still serves whom the release left it serving. */
export function sightOfReleased({ launchId, flagId, key, environment, desired }: Watched, present: Exposure | null): Sight {
  const sight = { launchId, kind: "flag", subject: flagId } as const
  if (present === null) return { ...sight, is: "unseen" }
  if (sameExposure(present, desired)) return { ...sight, is: "as it was left" }
  const expected = `The release left the flag ${key} in ${environment} ${describeExposure(desired)}.`
  return { ...sight, is: "moved", expected, seen: `It is ${describeExposure(present)}.` }
}

/** Whether a flag that was put back has moved to what the launch had wanted of it, after all. */
export function sightOfPutBack({ launchId, flagId, key, environment, desired }: Watched, present: Exposure | null): Sight {
  const sight = { launchId, kind: "late", subject: flagId } as const
  if (present === null) return { ...sight, is: "unseen" }
  if (!sameExposure(present, desired)) return { ...sight, is: "as it was left" }
  const expected = `The flag ${key} in ${environment} was put back.`
  return {
    ...sight,
    is: "moved",
    expected,
    seen: `It is ${describeExposure(present)} again: a late answer to our own call, or somebody did it.`,
  }
}
