import { domainToASCII } from "node:url"

/** `email` as it was given, `address` the one spelling by which we know a mailbox. */
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
  const { local, domain } = partsOf(email)
  if (!LOCAL_PART.test(local) || local.length > LONGEST_LOCAL_PART || !DOMAIN.test(domain)) return null
  const address = `${local.toLowerCase()}@${domain}`
  return address.length > LONGEST_ADDRESS || email.length > LONGEST_ADDRESS ? null : { email, address }
}

/** As it goes over the wire: the domain in ASCII, the rest as the person wrote it. */
export function wireAddress(email: string): string {
  const { local, domain } = partsOf(email)
  return `${local}@${domain}`
}

/** What ends a host in an address of the web: read as one, what follows would be left out in silence. */
const NO_DOMAIN = /[\s/?#:@\\%[\]<>^|]/

function partsOf(email: string): { local: string; domain: string } {
  const at = email.lastIndexOf("@")
  const domain = email.slice(at + 1)
  return { local: email.slice(0, Math.max(at, 0)), domain: NO_DOMAIN.test(domain) ? "" : domainToASCII(domain).toLowerCase() }
}

export type Mailbox = { name: string | null; address: string }

/** `Name <address>`, `"Name" <address>` or an address alone. */
export function parseMailbox(text: string): Mailbox | null {
  const named = /^\s*"?([^"<>\r\n]*?)"?\s*<([^<>\s]+)>\s*$/.exec(text)
  const parsed = parseAddress(named?.[2] ?? text)
  return parsed && { name: named?.[1] || null, address: parsed.email }
}

/** For a header: what a person typed, on one line and without what ends a quoted name. */
export function displayName(text: string): string {
  return oneLine(text)
    .replace(/["\\<>]/g, "")
    .trim()
}

/** Line ends and other control characters are spaces: nothing that a person typed starts a header of its own. */
export function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must not get through
  return text.replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, " ")
}
