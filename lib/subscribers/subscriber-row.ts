import type { SubscriberId } from "../kernel/ids.ts"
import type { ParsedAddress } from "../kernel/mail-address.ts"
import type { SubscriberTraits } from "./subscriber.ts"

/** Somebody to be added, or added to: null says nothing, and changes nothing of what is known. */
export type SubscriberRow = ParsedAddress & {
  name: string | null
  locale: string | null
  traits: SubscriberTraits
  topics: string[] | null
  consent: "confirmed" | "pending"
}

/** `kept out`: whoever left or must not be mailed stays so, whatever a list says; only they themselves can come back. */
export type RowOutcome = { is: "added" | "updated"; id: SubscriberId } | { is: "kept out"; because: "unsubscribed" | "suppressed" }
