import type { AudienceGroup } from "#lib/delivery/audience-group.ts"

/** Why somebody gets no mail, as the line of a breakdown says it. */
export const GROUP_WORDS: Record<AudienceGroup, string> = {
  mailed: "get it",
  covered: "had it in an earlier launch",
  suppressed: "have a suppressed address",
  topic: "follow other topics",
  locale: "have no email in their language",
  segment: "are not in the segment",
  correction: "were never mailed what this corrects",
  late: "subscribed after this moment",
  unconfirmed: "have not confirmed",
  unreachable: "cannot be reached: mail came back, or was called spam",
  left: "have left",
}

/** As a delivery writes down why it was left out. */
export const EXCLUSION_WORDS: Record<string, string> = {
  suppressed: GROUP_WORDS.suppressed,
  topic: GROUP_WORDS.topic,
  locale: GROUP_WORDS.locale,
  ended: "left before it was their turn",
  erased: "were erased before it was their turn",
}
