export const FLIP_STATES = ["planned", "attempted", "applied", "restored", "left_alone"] as const
export type FlipState = (typeof FLIP_STATES)[number]
