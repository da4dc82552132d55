import { parseAddress } from "../kernel/mail-address.ts"

// Separators of lists and headers, quotes, comments and escapes: no mailbox needs them, and each has sent somebody else's link astray.
const NEVER = /[\s\p{C}"(),:;<>[\\\]%]/u
// What reads a domain as part of an address on the web would cut these off and take the rest.
const NOT_IN_A_DOMAIN = /[^\p{L}\p{M}\p{N}.-]/u

/**
 * The one spelling of an address that somebody may sign in with, or null. Compatibility forms are folded before anything is looked
 * at, so that what is checked is what is used. Mail goes to the address as it is stored, never to a text as it was typed.
 */
export function readAddress(text: string): string | null {
  const folded = text.normalize("NFKC").trim()
  const [, domain = "", ...more] = folded.split("@")
  if (more.length > 0 || NEVER.test(folded) || NOT_IN_A_DOMAIN.test(domain)) return null
  return parseAddress(folded)?.address ?? null
}
