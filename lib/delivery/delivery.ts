/**
 * One mail of one release to one subscriber. `sending`: about to leave by a transport that cannot tell a repetition. `accepted`: the
 * provider took it, not that it arrived. `unknown`: it may have left, and only a person may send it again. `excluded`: somebody who
 * belongs to the audience and is not mailed, with the reason.
 */
export const DELIVERY_STATES = ["pending", "sending", "accepted", "failed", "unknown", "cancelled", "excluded"] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** It was mailed, or may have been: nobody mails this release to this person again, in this launch or a later one. */
export const COVERED_STATES = ["pending", "sending", "accepted", "unknown"] as const satisfies readonly DeliveryState[]

/** What the provider told later of a mail it took, from the weakest word to the strongest: a later event never takes back a stronger one. */
export const FEEDBACKS = ["delayed", "delivered", "bounced_for_now", "not_sent", "bounced", "complained"] as const
export type Feedback = (typeof FEEDBACKS)[number]

/** Events come at least once and in any order. */
export function strongerFeedback(known: Feedback | null, told: Feedback): Feedback {
  return known !== null && FEEDBACKS.indexOf(known) >= FEEDBACKS.indexOf(told) ? known : told
}
