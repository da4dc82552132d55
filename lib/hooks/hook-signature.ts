import { createHash, createHmac, timingSafeEqual } from "node:crypto"
import { Webhook } from "standardwebhooks"

/** Of the bytes as they came: what is parsed first and written again is not what was signed. */
export function isSignedByGitHub(secret: string, body: Uint8Array, header: string | null): boolean {
  const given = /^sha256=([0-9a-f]{64})$/i.exec(header ?? "")?.[1]
  if (given === undefined) return false
  return timingSafeEqual(createHmac("sha256", secret).update(body).digest(), Buffer.from(given, "hex"))
}

/** A signature that is there has to be right: the plain token beside it, which protects no body, does not make up for it. */
export function isFromGitLab(token: string, body: Uint8Array, headers: Headers): boolean {
  if (headers.has("webhook-signature")) return isSignedByStandard(token, body, headers)
  const given = headers.get("x-gitlab-token")
  return given !== null && areSame(given, token)
}

function isSignedByStandard(secret: string, body: Uint8Array, headers: Headers): boolean {
  try {
    new Webhook(secret).verify(Buffer.from(body), {
      "webhook-id": headers.get("webhook-id") ?? "",
      "webhook-timestamp": headers.get("webhook-timestamp") ?? "",
      "webhook-signature": headers.get("webhook-signature") ?? "",
    })
    return true
  } catch {
    return false
  }
}

/** Hashed first, so that neither length nor the first difference shows in the time. */
function areSame(one: string, other: string): boolean {
  const hashOf = (text: string) => createHash("sha256").update(text).digest()
  return timingSafeEqual(hashOf(one), hashOf(other))
}
