export const RELEASE_STATES = ["planned", "launching", "released", "recalled"] as const
export type ReleaseState = (typeof RELEASE_STATES)[number]

/** Documents, flags and changes of such a release may be edited; in the others a launch depends on them. */
export function isEditable(state: ReleaseState): boolean {
  return state === "planned" || state === "recalled"
}
