import { createHmac, timingSafeEqual } from "node:crypto"
import { idOf, isId, type SubscriberId } from "../kernel/ids.ts"
import { type Settings, secretFor } from "../kernel/settings.ts"

/** What a link is for: one for leaving does not open the preferences. */
export type LinkPurpose = "confirm" | "unsubscribe" | "preferences"

export type LinkSettings = Pick<Settings, "secretKey" | "previousSecretKeys">

/**
 * The token of a link in a mail: whose it is, and 160 bits that only this portal can make for this person and purpose. Nothing is
 * stored, so it works as long as one of the portal's keys is the one that made it; the address is not in it.
 */
export function subscriberToken(
  settings: Pick<Settings, "secretKey">,
  link: { purpose: LinkPurpose; subscriberId: SubscriberId; round?: number },
): string {
  const { purpose, subscriberId, round = 0 } = link
  const whose = Buffer.concat([Buffer.from(subscriberId.replaceAll("-", ""), "hex"), roundBytes(round)])
  return Buffer.concat([whose, seal(settings.secretKey, purpose, whose)]).toString("base64url")
}

/** Whose link it is, or null for a text that this portal never made for this purpose. */
export function readSubscriberToken(
  settings: LinkSettings,
  purpose: LinkPurpose,
  token: string,
): { subscriberId: SubscriberId; round: number } | null {
  const bytes = Buffer.from(token, "base64url")
  // One spelling: what decodes to the same bytes but is written otherwise was not made here.
  if (bytes.length !== WHOSE_BYTES + SEAL_BYTES || bytes.toString("base64url") !== token) return null
  const [whose, given] = [bytes.subarray(0, WHOSE_BYTES), bytes.subarray(WHOSE_BYTES)]
  const keys = [settings.secretKey, ...settings.previousSecretKeys]
  if (!keys.some((key) => timingSafeEqual(seal(key, purpose, whose), given))) return null
  const id = whose
    .subarray(0, ID_BYTES)
    .toString("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5")
  return isId(id) ? { subscriberId: idOf<SubscriberId>(id), round: whose.readUInt32BE(ID_BYTES) } : null
}

/** Where the links of a mail lead. `unsubscribe` is also the address of RFC 8058's POST. */
export function subscriberLinks(
  settings: Pick<Settings, "secretKey" | "publicUrl">,
  subscriberId: SubscriberId,
): { unsubscribe: string; preferences: string } {
  const at = (purpose: "unsubscribe" | "preferences") =>
    new URL(`/${purpose}/${subscriberToken(settings, { purpose, subscriberId })}`, settings.publicUrl).href
  return { unsubscribe: at("unsubscribe"), preferences: at("preferences") }
}

/** RFC 8058: both or neither, and each once. */
export function unsubscribeHeaders(unsubscribeUrl: string): Record<string, string> {
  return { "List-Unsubscribe": `<${unsubscribeUrl}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" }
}

const ID_BYTES = 16
const ROUND_BYTES = 4
const WHOSE_BYTES = ID_BYTES + ROUND_BYTES
/** 160 bits: RFC 8058 asks for what cannot be guessed, and 128 would be enough. */
const SEAL_BYTES = 20

function roundBytes(round: number): Buffer {
  const bytes = Buffer.alloc(ROUND_BYTES)
  bytes.writeUInt32BE(round)
  return bytes
}

function seal(secretKey: string, purpose: LinkPurpose, whose: Buffer): Buffer {
  const key = secretFor({ secretKey }, `links of subscribers: ${purpose}`)
  return createHmac("sha256", key).update(whose).digest().subarray(0, SEAL_BYTES)
}
