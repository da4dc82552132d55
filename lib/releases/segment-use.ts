import type { ReleaseState } from "./release.ts"

/** Releases that may still be launched, a recalled one among them. */
export const MAY_STILL_LAUNCH: readonly ReleaseState[] = ["planned", "scheduled", "held", "launching", "recalled"]

/** Releases whose audience is settled as it is now. */
export const IS_PROMISED: readonly ReleaseState[] = ["scheduled", "launching"]
