import { Conflict } from "../kernel/errors.ts"

export const RELEASE_STATES = ["planned", "scheduled", "held", "launching", "released", "recalled"] as const
export type ReleaseState = (typeof RELEASE_STATES)[number]

/** Whether a launch mails the release to subscribers. */
export const RELEASE_MAIL = ["send", "none"] as const
export type ReleaseMail = (typeof RELEASE_MAIL)[number]

/** Throws where a launch has begun and is not over, or has made the release public. */
export function refuseIfLaunched(state: ReleaseState): void {
  if (state === "launching") throw new Conflict("launching", "This release is launching: nothing of it can change until that has ended.")
  if (state === "released") throw new Conflict("released", "This release is public: recall it first, or plan another one.")
}

/** Throws where people were promised what is there now, and when it launches. */
export function refuseIfScheduled(state: ReleaseState): void {
  if (state === "scheduled") throw new Conflict("scheduled", "This release is scheduled as it is now: unschedule it first.")
}
