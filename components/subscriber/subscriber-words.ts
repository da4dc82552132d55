import type { EndReason } from "#lib/subscribers/subscriber.ts"
import type { SuppressionReason } from "#lib/subscribers/suppression.ts"

export const END_WORDS: Record<EndReason, string> = {
  one_click: "Unsubscribed",
  unsubscribe_page: "Unsubscribed",
  preferences_page: "Unsubscribed",
  team: "Taken off",
  bounced: "Mail came back",
  complained: "Called it spam",
}

export const SUPPRESSION_WORDS: Record<SuppressionReason, { mark: string; meaning: string }> = {
  bounced: { mark: "Mail came back", meaning: "A mail to it came back for good." },
  complained: { mark: "Called it spam", meaning: "Its owner called a mail of yours spam. Nobody but them could take that back." },
  erased: { mark: "Erased", meaning: "Its owner was erased. They can subscribe again themselves; no list brings them back." },
  team: { mark: "Suppressed", meaning: "Somebody of the team stopped all mail to it." },
}
