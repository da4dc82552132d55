import { randomBytes } from "node:crypto"

/** Somebody who works with the portal signs in once a month; a machine left alone is signed out after a week. */
export const SESSION_DAYS = { idle: 7, atMost: 30 }

/** What the cookie holds: 256 random bits. */
export function newSessionText(): string {
  return randomBytes(32).toString("base64url")
}
