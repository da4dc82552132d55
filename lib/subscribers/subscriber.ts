/** `pending`: asked to subscribe and has not confirmed. Only `active` is ever mailed a release. */
export const SUBSCRIBER_STATES = ["pending", "active", "ended"] as const
export type SubscriberState = (typeof SUBSCRIBER_STATES)[number]

/** `double_opt_in`: we asked and they confirmed. `stated`: who added them says that they agreed, and answers for it. */
export const CONSENT_BASES = ["double_opt_in", "stated"] as const
export type ConsentBasis = (typeof CONSENT_BASES)[number]

export const END_REASONS = ["one_click", "unsubscribe_page", "preferences_page", "team", "bounced", "complained"] as const
export type EndReason = (typeof END_REASONS)[number]

/** What the product knows of a person, for segments: flat, so that a rule can name each by one word. */
export type SubscriberTraits = Record<string, string | number | boolean>

export const DEFAULT_LOCALE = "en"
