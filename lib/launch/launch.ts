import type { LaunchId, ReleaseId, StageId } from "../kernel/ids.ts"

/** Every state a launch can be in; README.md has the drawing. */
export const LAUNCH_STATES = [
  "flipping",
  "live",
  "announcing",
  "settled",
  "rolling_back",
  "failed",
  "recalling",
  "recalled",
  "attention",
] as const

export type LaunchState = (typeof LAUNCH_STATES)[number]

/** What may follow what. `moveLaunch` refuses everything else. */
export const LAUNCH_TRANSITIONS: Record<LaunchState, readonly LaunchState[]> = {
  flipping: ["live", "rolling_back"],
  live: ["announcing", "settled", "recalling"],
  announcing: ["settled", "attention", "recalling"],
  settled: ["recalling"],
  rolling_back: ["failed", "attention"],
  recalling: ["recalled", "attention"],
  attention: ["rolling_back", "announcing", "recalling"],
  failed: [],
  recalled: [],
}

/** A step is owed at once: a worker that finds such a launch without a job picks it up. While `announcing`, mail has a pace of its own. */
export const OPEN_STATES = ["flipping", "live", "rolling_back", "recalling"] as const satisfies readonly LaunchState[]

/** The launch is over and another one of the same stage may begin. */
export const ENDED_STATES = ["failed", "recalled"] as const satisfies readonly LaunchState[]

/** After the moment and not yet taken back. */
export const RECALLABLE_STATES = ["live", "announcing", "settled"] as const satisfies readonly LaunchState[]

export type Launch = {
  id: LaunchId
  releaseId: ReleaseId
  stageId: StageId
  state: LaunchState
  /** What `attention` interrupted, so that a retry returns there. */
  interrupted: LaunchState | null
  begunAt: Temporal.Instant
  /** Until when flag services may make the launch wait. */
  patientUntil: Temporal.Instant
  /** Until when what cannot be undone waits; null before the moment, or where nothing is owed. */
  holdUntil: Temporal.Instant | null
  /** The moment: when the curtain transaction made the release public. */
  releasedAt: Temporal.Instant | null
  siteRevision: number | null
}

export function mayFollow(from: LaunchState, to: LaunchState): boolean {
  return LAUNCH_TRANSITIONS[from].includes(to)
}

export function isRecallable(launch: Launch): boolean {
  return (
    (RECALLABLE_STATES as readonly LaunchState[]).includes(launch.state) || (launch.state === "attention" && launch.siteRevision !== null)
  )
}
