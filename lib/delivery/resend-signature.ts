import { createHmac, timingSafeEqual } from "node:crypto"

/** How far the clock of who signed may be from ours; an older event may be one that somebody has kept to send it again. */
const TOLERANCE_SECONDS = 5 * 60

type Signed = { body: Uint8Array; headers: Headers; now: Temporal.Instant }

/**
 * Of the bytes as they came. Two secrets while one is replaced by the other: whichever fits. Resend sends by Svix, which signs as the
 * standard webhooks do, under names of its own: the header may hold several signatures, of which one has to be right.
 */
export function isSignedByResend(secrets: readonly string[], { body, headers, now }: Signed): boolean {
  const [id, timestamp, given] = ["svix-id", "svix-timestamp", "svix-signature"].map((name) => headers.get(name) ?? "")
  if (!id || !timestamp || !given || !/^\d{1,12}$/.test(timestamp)) return false
  if (Math.abs(now.epochMilliseconds / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return false
  const rights = secrets.map((secret) => signatureOf(secret, [`${id}.${timestamp}.`, body]))
  return given.split(" ").some((one) => rights.some((right) => isSame(right, one)))
}

function signatureOf(secret: string, parts: (string | Uint8Array)[]): string {
  const hmac = createHmac("sha256", Buffer.from(secret.replace(/^whsec_/, ""), "base64"))
  for (const part of parts) hmac.update(part)
  return `v1,${hmac.digest("base64")}`
}

function isSame(right: string, given: string): boolean {
  const [one, other] = [Buffer.from(right), Buffer.from(given)]
  return one.length === other.length && timingSafeEqual(one, other)
}
