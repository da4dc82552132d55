/**
 * Where somebody stands towards the mail of a release, in the order in which it is asked: whoever has not confirmed, or has left, is no
 * part of any audience; then the release says whom it is for; then what the mail would meet with.
 */
export const AUDIENCE_GROUPS = [
  "unconfirmed",
  "left",
  "unreachable",
  "late",
  "segment",
  "correction",
  "covered",
  "suppressed",
  "topic",
  "locale",
  "mailed",
] as const
export type AudienceGroup = (typeof AUDIENCE_GROUPS)[number]
