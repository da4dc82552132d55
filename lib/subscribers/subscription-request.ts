/**
 * `received`: nobody has looked at it. `sending`: what to mail is decided and may be on its way. `done`: it was mailed.
 * `dropped`: nothing was mailed, and nothing will be.
 */
export const REQUEST_STATES = ["received", "sending", "done", "dropped"] as const
export type RequestState = (typeof REQUEST_STATES)[number]
