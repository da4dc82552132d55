import { Webhook } from "standardwebhooks"

/**
 * Of the bytes as they came, within five minutes of being signed. Two secrets while one is replaced by the other: whichever fits. Resend
 * sends by Svix, which has names of its own for the three headers.
 */
export function isSignedByResend(secrets: readonly string[], body: Uint8Array, headers: Headers): boolean {
  const named = {
    "webhook-id": headers.get("svix-id") ?? "",
    "webhook-timestamp": headers.get("svix-timestamp") ?? "",
    "webhook-signature": headers.get("svix-signature") ?? "",
  }
  return secrets.some((secret) => fits(secret, body, named))
}

function fits(secret: string, body: Uint8Array, headers: Record<string, string>): boolean {
  try {
    new Webhook(secret).verify(Buffer.from(body), headers)
    return true
  } catch {
    return false
  }
}
