import { createHash, createHmac } from "node:crypto"
import { areSameText } from "../access/token-text.ts"
import { idOf, isId, type SignInLinkId } from "../kernel/ids.ts"
import { type Settings, secretFor } from "../kernel/settings.ts"

/** `nobody`: the address is not of anybody who may sign in, so no mail goes out, and nobody who asked learns of that. */
export const LINK_STATES = ["asked", "sent", "failed", "nobody", "used"] as const
export type LinkState = (typeof LINK_STATES)[number]

/** Whoever has the text may still use it. A mail that could not be confirmed as sent may have arrived all the same. */
export const OPEN_STATES: LinkState[] = ["asked", "sent", "failed"]

/** Long enough for a slow mail server, short enough for a mailbox left open. */
export const LINK_MINUTES = 15

/** What the mail carries. It can be made again for a second attempt, and the database holds nothing that opens a session. */
export function linkText(settings: Pick<Settings, "secretKey">, id: SignInLinkId): string {
  const seal = createHmac("sha256", secretFor(settings, "sign-in link")).update(id).digest("base64url")
  return `${id.replaceAll("-", "")}.${seal}`
}

/** The link that a text opens, or null if we did not write it. */
export function readLinkText(settings: Pick<Settings, "secretKey">, text: string): SignInLinkId | null {
  const hex = /^([0-9a-f]{32})\.[\w-]{43}$/.exec(text)?.[1]
  if (hex === undefined) return null
  const id = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5")
  if (!isId(id)) return null
  const known = idOf<SignInLinkId>(id)
  return areSameText(text, linkText(settings, known)) ? known : null
}

/** What is stored of a cookie: it has 256 random bits, so it needs no slow hash. */
export function hashOfCookie(value: string): string {
  return createHash("sha256").update(value).digest("hex")
}
