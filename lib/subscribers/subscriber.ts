import { domainToASCII } from "node:url"

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

/** `email` as it was given, `address` the one spelling by which we know the person. */
export type ParsedAddress = { email: string; address: string }

/** RFC 5321's limits. */
const LONGEST_ADDRESS = 254
const LONGEST_LOCAL_PART = 64

/** RFC 5322's atoms with dots between them: whatever else the standard allows, no mailbox provider gives out. */
const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/

/**
 * Null for what cannot be an address. Case goes, and a domain in another script becomes its ASCII form, so that one mailbox is one
 * subscriber. Dots and tags stay: at most providers they are part of the name.
 */
export function parseAddress(text: string): ParsedAddress | null {
  const email = text.trim()
  const at = email.lastIndexOf("@")
  const local = email.slice(0, Math.max(at, 0))
  const domain = domainToASCII(email.slice(at + 1)).toLowerCase()
  if (!LOCAL_PART.test(local) || local.length > LONGEST_LOCAL_PART || !DOMAIN.test(domain)) return null
  const address = `${local.toLowerCase()}@${domain}`
  return address.length > LONGEST_ADDRESS || email.length > LONGEST_ADDRESS ? null : { email, address }
}
